// Real shape (liburing's tests): both sides meet at a barrier when the thread has started, and the thread uses the loan
// after it. The barrier is no join: an early return between it and the join leaves a running thread behind.
#include <pthread.h>
#include <unistd.h>

struct data {
	pthread_barrier_t barrier;
	int n;
};

int work(void);

static void *meets(void *arg)
{
	struct data *data = arg;

	pthread_barrier_wait(&data->barrier);
	usleep(10);
	return data->n ? arg : NULL;
}

// The barrier is the last that it uses.
static void *meets_last(void *arg)
{
	struct data *data = arg;
	int n = data->n;

	pthread_barrier_wait(&data->barrier);
	usleep((unsigned)n);
	return NULL;
}

int early_return_bad(void)
{
	struct data data = { .n = 1 };
	pthread_t tid;

	pthread_barrier_init(&data.barrier, NULL, 2);
	if (pthread_create(&tid, NULL, meets, &data)) //~ ERROR E0373
		return -1;
	pthread_barrier_wait(&data.barrier);
	if (work())
		return 1;
	pthread_join(tid, NULL);
	return 0;
}

int early_return_ok(void)
{
	struct data data = { .n = 1 };
	pthread_t tid;

	pthread_barrier_init(&data.barrier, NULL, 2);
	if (pthread_create(&tid, NULL, meets_last, &data))
		return -1;
	pthread_barrier_wait(&data.barrier);
	if (work()) {
		pthread_detach(tid);
		return 1;
	}
	pthread_join(tid, NULL);
	return 0;
}
