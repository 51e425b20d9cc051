// The checked forms that _FORTIFY_SOURCE leads to are the functions that they check: what only
// they take, sizes and levels, is left out wherever it stands.
typedef unsigned long size_t;
typedef long ssize_t;
typedef struct FILE FILE;

size_t __fread_chk(void *to, size_t to_size, size_t size, size_t n, FILE *from);
char *__fgets_chk(char *to, size_t to_size, int n, FILE *from);
ssize_t __read_chk(int fd, void *to, size_t n, size_t to_size);
ssize_t __pread_chk(int fd, void *to, size_t n, long at, size_t to_size);
ssize_t __recv_chk(int fd, void *to, size_t n, size_t to_size, int flags);
ssize_t __recvfrom_chk(int fd, void *to, size_t n, size_t to_size, int flags, void *from, unsigned *from_size);
int __asprintf_chk(char **to, int level, const char *format, ...);
int __fprintf_chk(FILE *to, int level, const char *format, ...);
int __printf_chk(int level, const char *format, ...);
void __syslog_chk(int priority, int level, const char *format, ...);
char *__realpath_chk(const char *path, char *to, size_t to_size);
char *__getcwd_chk(char *to, size_t n, size_t to_size);
int __swprintf_chk(int *to, size_t n, int level, size_t to_size, const int *format, ...);
void __longjmp_chk(void *where, int value) __attribute__((noreturn));
long __fdelt_chk(long fd);

void input(FILE *from, int fd, char *to, size_t n)
{
	__fread_chk(to, 80, 1, n, from);
	__fgets_chk(to, 80, (int)n, from);
	__read_chk(fd, to, n, 80);
	__pread_chk(fd, to, n, 4, 80);
	__recv_chk(fd, to, n, 80, 5);
	__recvfrom_chk(fd, to, n, 80, 5, 0, 0);
	__realpath_chk("path", to, 80);
	__getcwd_chk(to, n, 80);
}

void output(FILE *to, char **text, char *buffer, int *wide, size_t n)
{
	__asprintf_chk(text, 1, "%zu", n);
	__fprintf_chk(to, 1, "%zu", n);
	__printf_chk(1, "%zu", n);
	__syslog_chk(3, 1, "%zu", n);
	__swprintf_chk(wide, 9, 1, 9, wide, n);
	__builtin___sprintf_chk(buffer, 1, 80, "%zu", n);
	__builtin___vsnprintf_chk(buffer, 9, 1, 80, "%zu", *(__builtin_va_list *)to);
	__builtin___fprintf_chk(to, 1, "%zu", n);
	__builtin___memccpy_chk(buffer, "text", 'x', 4, 80);
	__builtin___strcpy_chk(buffer, "text", 80);
	__builtin___stpncpy_chk(buffer, "text", 4, 80);
}

// No checked form of anything; and a C library defines such functions itself.
long own_checks(long fd, int n)
{
	long __my_chk(long, int);
	return __fdelt_chk(fd) + __my_chk(fd, n);
}

int __poll_chk(void *fds, size_t n, int timeout, size_t size)
{
	return size < n ? -1 : timeout;
}

int polls(void *fds) { return __poll_chk(fds, 1, 2, 3); }

void jumps(void *where) { __longjmp_chk(where, 1); }
