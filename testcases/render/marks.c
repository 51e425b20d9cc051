const char *e = "éäô", *next;
int café = naivë;
