// extern, static and function declarations in blocks; shadowed names.
int shared;
static const int limit = 4;
extern int elsewhere;
_Thread_local int per_thread = 1;
static __thread int *own;

int declare(int x)
{
	extern int elsewhere;
	static int calls = 3, *last = &calls;
	int helper(int);
	typedef int number;
	struct local { int a; } l;
	enum { TWO = 2 };
	{
		static int calls;
		number x = TWO;
		calls = x;
		l.a = calls;
	}
	own = &shared;
	per_thread = x;
	calls++;
	return helper(*last + limit + elsewhere + l.a);
}
