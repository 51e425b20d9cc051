// SPDX-License-Identifier: MIT
// A loop polls a plain flag that the thread sets, and of which it is not known what it was before: the wait
// proves nothing, but it is one.
#include <pthread.h>
#include <string.h>
#include <unistd.h>

struct test {
	int done;
	int total;
	volatile int stop;
};

static void *consume(void *arg)
{
	struct test *test = arg;
	while (!test->stop)
		test->total++;
	test->done = 1;
	return NULL;
}

static int polled(struct test *test)
{
	pthread_t thread;
	memset(test, 0, sizeof *test);
	if (pthread_create(&thread, NULL, consume, test) != 0) //~ WARNING unjoined_thread is lost
		return 0;
	test->stop = 1;
	while (!test->done)
		usleep(10);
	return test->total;
}

int polled_in_callee(void)
{
	for (int i = 0; i < 10; i++) {
		struct test test;
		if (polled(&test) != 500) //~ WARNING E0373 borrows `test`
			return 1; //~^ WARNING E0597 does not live long enough
	}
	return 0;
}

// The loop counts something else.
static int counted(struct test *test, int n)
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, consume, test) != 0) //~ WARNING unjoined_thread is lost
		return 0;
	for (int i = 0; i < n; i++)
		usleep(10);
	return n;
}

int counted_bad(int n)
{
	struct test test = {0};
	return counted(&test, n); //~ ERROR E0373 borrows `test`
}

// It goes as far as the thread says, and waits for nobody.
static int goes_on(struct test *test)
{
	pthread_t thread;
	int n = 0;
	memset(test, 0, sizeof *test);
	if (pthread_create(&thread, NULL, consume, test) != 0) //~ WARNING unjoined_thread is lost
		return 0;
	while (n < test->total)
		n += 2;
	return n;
}

int goes_on_bad(void)
{
	struct test test;
	return goes_on(&test); //~ ERROR E0373 borrows `test`
}
