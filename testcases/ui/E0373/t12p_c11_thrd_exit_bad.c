// T12': thrd_exit in main is pthread_exit by another name.
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>

static int sum_up(void *arg)
{
	long *values = arg;
	long sum = 0;

	for (int round = 0; round < 10; round++) {
		thrd_sleep(&(struct timespec){ .tv_sec = 1 }, NULL);
		for (int i = 0; i < 8; i++)
			sum += values[i];
	}
	printf("%ld\n", sum);
	return 0;
}

int main(void)
{
	long values[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	thrd_t thr;

	switch (thrd_create(&thr, sum_up, values)) { //~ ERROR E0373
	case thrd_success:
		thrd_detach(thr);
		thrd_exit(0);
	default:
		return EXIT_FAILURE;
	}
}
