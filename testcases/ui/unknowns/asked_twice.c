// A function whose reasons are not seen is asked twice. It may well say the same: what is so only where it says
// one thing and then the other is told, but as a warning.
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#define NWORKERS 4

int threads_enabled(void);
int log_write(const char *text, int length);

static void *print_sum(void *arg)
{
	const int *sum = arg;

	return (void *)(long)*sum;
}

int started_and_joined_if_enabled(void)
{
	pthread_t tid;
	int sum = 1;

	if (threads_enabled() && pthread_create(&tid, NULL, print_sum, &sum) != 0) //~ WARNING E0373
		return -1;
	if (threads_enabled())
		pthread_join(tid, NULL);
	return sum;
}

int on_a_terminal(void)
{
	pthread_t tid;
	int sum = 1;

	if (isatty(STDERR_FILENO) && pthread_create(&tid, NULL, print_sum, &sum) != 0) //~ WARNING E0373
		return -1;
	if (!isatty(STDERR_FILENO))
		return 0;
	pthread_join(tid, NULL);
	return sum;
}

void freed_if_enabled(void)
{
	pthread_t tid;
	int *sum = malloc(sizeof *sum);

	if (sum == NULL)
		return;
	*sum = 1;
	if (threads_enabled() && pthread_create(&tid, NULL, print_sum, sum) != 0)
		abort();
	if (threads_enabled())
		pthread_join(tid, NULL);
	free(sum); //~ WARNING E0505
}

// What is asked at each element may come out the same at each.
int each_element_ok(void)
{
	pthread_t tids[NWORKERS];
	int sum = 1;

	for (int i = 0; i < NWORKERS; i++) {
		if (!threads_enabled())
			continue;
		if (pthread_create(&tids[i], NULL, print_sum, &sum) != 0)
			abort();
	}
	for (int i = 0; i < NWORKERS; i++) {
		if (!threads_enabled())
			continue;
		pthread_join(tids[i], NULL);
	}
	return sum;
}

int asked_once_ok(void)
{
	pthread_t tid;
	int sum = 1, enabled = threads_enabled();

	if (enabled && pthread_create(&tid, NULL, print_sum, &sum) != 0)
		return -1;
	if (enabled)
		pthread_join(tid, NULL);
	return sum;
}

// Of another terminal.
int another_question_bad(void)
{
	pthread_t tid;
	int sum = 1;

	if (isatty(STDERR_FILENO) && pthread_create(&tid, NULL, print_sum, &sum) != 0) //~ ERROR E0373
		return -1;
	if (isatty(STDOUT_FILENO))
		pthread_join(tid, NULL);
	return sum;
}

// Whatever it says: what it said first is over.
int said_the_same_bad(void)
{
	pthread_t tid;
	int sum = 1;

	if (threads_enabled())
		sum++;
	if (pthread_create(&tid, NULL, print_sum, &sum) != 0) //~ ERROR E0373
		return -1;
	if (!threads_enabled())
		return -1;
	pthread_join(tid, NULL);
	return sum;
}

// What is written is not the same each time.
int about_something_bad(const char *text)
{
	pthread_t tid;
	int sum = 1;

	if (log_write(text, 1) < 0)
		return -1;
	if (pthread_create(&tid, NULL, print_sum, &sum) != 0) //~ ERROR E0373
		return -1;
	if (log_write(text, 1) < 0)
		return -1;
	pthread_join(tid, NULL);
	return sum;
}
