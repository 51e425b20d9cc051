// A scope of threads: what borrows through it has ended when its end is called.
#define OWN(word) __attribute__((annotate("own::" #word)))

struct scope {
	void *threads[8];
	unsigned n;
};

OWN(scoped_spawn)
int scope_spawn(struct scope *s OWN(scope), void (*run)(void *) OWN(entry), void *data OWN(borrows));
OWN(join) void scope_end(struct scope *s OWN(scope));

static void add(void *arg) { ++*(int *)arg; }

int called_ok(void)
{
	int a = 1, b = 2;
	struct scope s = {0};
	scope_spawn(&s, add, &a);
	scope_spawn(&s, add, &b);
	scope_end(&s);
	return a + b;
}

int cleanup_ok(int early)
{
	int a = 1;
	__attribute__((cleanup(scope_end))) struct scope s = {0};
	if (scope_spawn(&s, add, &a) != 0 || early)
		return -1;
	return 0;
}

int never_ended_bad(void)
{
	int a = 1;
	struct scope s = {0};
	return scope_spawn(&s, add, &a); //~ ERROR E0373
}

int early_return_bad(int early)
{
	int a = 1;
	struct scope s = {0};
	scope_spawn(&s, add, &a); //~ ERROR E0373
	if (early)
		return -1;
	scope_end(&s);
	return a;
}
