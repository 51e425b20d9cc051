// After a call that does not return nothing follows, not even the end of storage.
void exit(int) __attribute__((__noreturn__));
void abort(void) __attribute__((__noreturn__));
_Noreturn void die(const char *);
__attribute__((__noreturn__)) void fatal(int);
static void __attribute__((noreturn)) stop(void) { for (;;); }

int check(int n)
{
	int x = n;
	if (n == 1)
		die("one");
	if (n == 2)
		exit(2);
	if (n == 3)
		fatal(x);
	if (n == 4)
		stop();
	if (n == 5) {
		abort();
		x = 6;
	}
	return x;
}

// A parameter's function does not return; the function that takes it does, and so does the one that gives it back.
void set_routine(__attribute__((__noreturn__)) void (*routine)(const char *)) __attribute__((cold));
void (*get_routine(int))(const char *) __attribute__((__noreturn__));
void (*routine)(int) __attribute__((__noreturn__));

int routines(int n)
{
	set_routine(0);
	get_routine(n);
	if (n == 1)
		routine(n);
	return n;
}
