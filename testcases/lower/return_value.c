// The returned value is read before storage ends.
struct big { int a[4]; };
int get(int *);

int scalar(int x) { int y = x; return y; }
int *dangling(void) { int y = 1; return &y; }
struct big record(struct big *p) { struct big copy = *p; return copy; }
struct big through(struct big *p) { return *p; }
int element(int i) { int list[3] = {1, 2, 3}; return list[i]; }
int called(void) { int z; return get(&z); }
void nothing(int x) { if (x) return; x = 1; }
void tail(int *p) { return nothing(*p); }
