static inline int helper(int x) { return x + 1; }
static inline int reached(int x) { return helper(x); }
static inline int unused(int x) { return helper(x) + 2; }
static int by_table(int x) { return x; }
static int (*const table_of_header[])(int) = {helper, by_table};
static int never_named[] = {1, 2, 3};
static inline void release(int *p) { *p = 0; }
#define AUTO __attribute__((cleanup(release)))
