// args: -D unjoined_thread
// Levels: -D makes a warning an error, and the exit status says so.
#include <pthread.h>
#include <threads.h>

static void *work(void *arg)
{
	return arg;
}

static int work_c11(void *arg)
{
	return arg != NULL;
}

int lost_bad(void)
{
	pthread_t tid;

	return pthread_create(&tid, NULL, work, NULL); //~ ERROR unjoined_thread
}

int lost_c11_bad(void)
{
	thrd_t thr;

	return thrd_create(&thr, work_c11, NULL); //~ ERROR unjoined_thread
}

int joined_ok(void)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, work, NULL) != 0)
		return -1;
	return pthread_join(tid, NULL);
}
