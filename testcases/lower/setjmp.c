// setjmp is known to return twice.
typedef struct { long registers[8]; } jmp_buf[1];
int _setjmp(jmp_buf);
void longjmp(jmp_buf, int) __attribute__((noreturn));
#define setjmp(env) _setjmp(env)
static jmp_buf env;
int twice(void) __attribute__((returns_twice));

int run(int n)
{
	if (setjmp(env))
		return -1;
	if (n)
		longjmp(env, n);
	return twice();
}
