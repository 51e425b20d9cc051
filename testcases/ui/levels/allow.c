// args: -A unjoined_thread -W E0373
// Levels: -A hides one code, -W makes another a warning, and the exit status follows.
#include <pthread.h>
#include <stdio.h>

static void *work(void *arg)
{
	if (arg)
		++*(int *)arg;
	return NULL;
}

int local_bad(void)
{
	int x = 0;
	pthread_t tid;

	if (pthread_create(&tid, NULL, work, &x) != 0) //~ WARNING E0373
		return -1;
	pthread_detach(tid);
	return x;
}

int lost_ok(void)
{
	pthread_t tid;

	return pthread_create(&tid, NULL, work, NULL);
}
