// status: 3
// Braces that do not match: clang takes the end of a block for the end of the function, and what follows for no part of
// it. Nothing is known of what the function does then; of the others, all.
#include <pthread.h>
#include <stdlib.h>

static void *count(void *arg)
{
	++*(int *)arg;
	return 0;
}

int before_bad(void)
{
	int number = 0;
	pthread_t thread;

	if (pthread_create(&thread, 0, count, &number)) //~ ERROR E0373
		return 1;
	return number;
}

int cut_short_ok(int n)
{
	int numbers[8] = {0};
	pthread_t threads[8];
	int i;

#ifdef MANY_PROCESSORS
	for (int processor = 0; processor < MANY_PROCESSORS; processor++) {
		if (processor % 2) {
#endif
			for (i = 0; i < n && i < 8; i++)
				if (pthread_create(&threads[i], 0, count, &numbers[i]))
					abort();
		}
	}
	for (i = 0; i < n && i < 8; i++)
		pthread_join(threads[i], 0);
	return numbers[0];
}

int after_bad(void)
{
	int number = 0;
	pthread_t thread;

	if (pthread_create(&thread, 0, count, &number)) //~ ERROR E0373
		return 1;
	return number;
}
