const char *名前 = "日本語", *next = "x";
int 한글 = f("😀😀", y);
