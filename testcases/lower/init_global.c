// Initialisers of file-scope objects are one pseudo-function.
typedef int (*callback)(int);
static int on_open(int x) { return x; }
extern int on_close(int);
struct ops { const char *name; callback open, close; int *flag; };
static int flag = 1;
static const struct ops table[] = {
	{"first", on_open, on_close, &flag},
	[2] = {.close = on_close, .name = "third"},
};
int *list = (int[]){1, 2, 3}, *second = &(int[]){4, 5}[1];
const struct ops *const current = &table[2];
int zero, one = sizeof(table) / sizeof *table;
char text[] = "text", *pointer = text + 1;
long numbers[80] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
	28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55,
	56, 57, 58, 59, 60, 61, 62, 63, 64, 65};

callback get(int i) { return table[i].open; }
