// The thread finds the variable through a global pointer, and reads it while the spawner writes it.
#include <pthread.h>
#include <stdlib.h>

static const int *limit;

static void *count(void *arg)
{
	(void)arg;
	return (void *)(long)(limit ? *limit : 0);
}

int written_meanwhile_bad(void)
{
	int most = 1;
	pthread_t tid;

	limit = &most;
	if (pthread_create(&tid, NULL, count, NULL) != 0)
		abort();
	most = 7; //~ ERROR E0506
	pthread_join(tid, NULL);
	return most;
}

int written_before_and_after_ok(void)
{
	int most = 1;
	pthread_t tid;

	limit = &most;
	most = 7;
	if (pthread_create(&tid, NULL, count, NULL) != 0)
		abort();
	pthread_join(tid, NULL);
	most = 8;
	return most;
}

// Which variable it leads to is the global's own affair.
int another_variable_ok(void)
{
	int most = 1, least = 0;
	pthread_t tid;

	limit = &most;
	if (pthread_create(&tid, NULL, count, NULL) != 0)
		abort();
	least = 7;
	pthread_join(tid, NULL);
	return most + least;
}
