// Known gaps of this version, so that they are listed and not hidden (target `gaps`).
#include <pthread.h>
#include <unistd.h>

int work(void);

static void *reader(void *arg)
{
	return *(int *)arg ? arg : NULL;
}

// A struct and its first member are different places here.
struct base {
	pthread_t tid;
};

struct derived {
	struct base base;
	int n;
};

static int start(struct base *base, int *n)
{
	return pthread_create(&base->tid, NULL, reader, n);
}

static void stop(struct base *base)
{
	pthread_join(base->tid, NULL);
}

int first_member_ok(void)
{
	int x = 1;
	struct derived derived;

	if (start(&derived.base, &x))
		return -1;
	stop((struct base *)&derived);
	return x;
}
