// T3 with C11 threads: results of thrd_create are compared in several ways, and the wait is missing.
#include <stdatomic.h>
#include <stdio.h>
#include <threads.h>

struct range {
	unsigned from, to;
	unsigned long long found;
};

static int find_primes(void *arg)
{
	struct range *r = arg;

	thrd_sleep(&(struct timespec){ .tv_nsec = 20 * 1000 * 1000 }, NULL);
	for (unsigned n = r->from; n < r->to; n++) {
		unsigned d = 2;

		while (d * d <= n && n % d)
			d++;
		r->found += d * d > n;
	}
	return 0;
}

int primes_unwaited_bad(unsigned limit)
{
	struct range range = { 2, limit, 0 };
	thrd_t finder;

	switch (thrd_create(&finder, find_primes, &range)) { //~ ERROR E0373
	case thrd_success:
		printf("searching up to %u\n", limit);
		break;
	case thrd_nomem:
		return -2;
	default:
		return -1;
	}
	return 0;
}

// The scalar itself is lent: the progress counter of the caller.
static int count_up(void *arg)
{
	atomic_int *progress = arg;

	while (atomic_load(progress) < 100) {
		thrd_sleep(&(struct timespec){ .tv_nsec = 1000 * 1000 }, NULL);
		atomic_fetch_add(progress, 1);
	}
	return 0;
}

int progress_bad(void)
{
	atomic_int progress = 0;
	thrd_t counter;
	int ret = thrd_create(&counter, count_up, &progress); //~ ERROR E0373

	if (ret != thrd_success)
		return -1;
	thrd_yield();
	return atomic_load(&progress);
}

// Two threads, one of them waited for.
unsigned long long half_waited_bad(unsigned limit)
{
	struct range low = { 2, limit / 2, 0 }, high = { limit / 2, limit, 0 };
	thrd_t low_thread, high_thread;

	if (thrd_create(&low_thread, find_primes, &low) != thrd_success)
		return 0;
	if (thrd_create(&high_thread, find_primes, &high) == thrd_success) //~ ERROR E0373
		puts("searching both halves");
	thrd_join(low_thread, NULL);
	return low.found;
}

unsigned long long primes_waited_ok(unsigned limit)
{
	struct range range = { 2, limit, 0 };
	thrd_t finder;

	if (thrd_create(&finder, find_primes, &range) == thrd_success)
		thrd_join(finder, NULL);
	else
		find_primes(&range);
	return range.found;
}

unsigned long long halves_waited_ok(unsigned limit)
{
	struct range low = { 2, limit / 2, 0 }, high = { limit / 2, limit, 0 };
	thrd_t low_thread;

	if (thrd_create(&low_thread, find_primes, &low) != thrd_success)
		return 0;
	find_primes(&high);
	if (thrd_join(low_thread, NULL) != thrd_success)
		return 0;
	return low.found + high.found;
}

int progress_global_ok(void)
{
	static atomic_int progress;
	thrd_t counter;

	if (thrd_create(&counter, count_up, &progress) != thrd_success)
		return -1;
	thrd_detach(counter);
	return atomic_load(&progress);
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(primes_unwaited_bad(100)) RUN_BAD(progress_bad()) RUN_OK(primes_waited_ok(100))
		RUN_OK(halves_waited_ok(100)) RUN_OK(progress_global_ok()))
#endif
