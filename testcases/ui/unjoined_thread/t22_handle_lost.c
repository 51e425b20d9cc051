// T22: a joinable thread that is lent nothing, and whose handle nobody can get at any more.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

static pthread_t background;

struct service {
	pthread_t tid;
	int running;
};

static void *work(void *arg)
{
	(void)arg;
	puts("working");
	return NULL;
}

static int work_c11(void *arg)
{
	return work(arg) != NULL;
}

// Detaches itself.
static void *work_detached(void *arg)
{
	pthread_detach(pthread_self());
	return work(arg);
}

int local_handle_bad(void)
{
	pthread_t tid;

	return pthread_create(&tid, NULL, work, NULL); //~ WARNING unjoined_thread
}

int local_handle_c11_bad(void)
{
	thrd_t thr;

	if (thrd_create(&thr, work_c11, NULL) != thrd_success) //~ WARNING unjoined_thread
		return -1;
	return 0;
}

// Waits for one and forgets the other.
void one_of_two_bad(void)
{
	pthread_t first, second;

	if (pthread_create(&first, NULL, work, NULL) != 0) //~ WARNING unjoined_thread
		return;
	if (pthread_create(&second, NULL, work, NULL) != 0)
		return;
	pthread_join(first, NULL);
	pthread_detach(second);
}

// The early way out.
int skipped_bad(const char *name)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, work, NULL) != 0) //~ WARNING unjoined_thread
		return -1;
	if (!name)
		return -1;
	return pthread_join(tid, NULL);
}

// The struct that holds the only copy of the handle is freed.
int freed_with_struct_bad(void)
{
	struct service *service = calloc(1, sizeof *service);

	if (!service)
		return -1;
	if (pthread_create(&service->tid, NULL, work, NULL) != 0) { //~ WARNING unjoined_thread
		free(service);
		return -1;
	}
	free(service);
	return 0;
}

// A literal that is lent lives for ever; the handle does not.
void literal_bad(void)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, work, "name") != 0) //~ WARNING unjoined_thread
		perror("pthread_create");
}

// Made joinable on purpose, and then forgotten.
void attribute_bad(void)
{
	pthread_attr_t attr;
	pthread_t tid;

	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_JOINABLE);
	if (pthread_create(&tid, &attr, work, NULL) != 0) //~ WARNING unjoined_thread
		abort();
	pthread_attr_destroy(&attr);
}

int joined_ok(void)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, work, NULL) != 0)
		return -1;
	return pthread_join(tid, NULL);
}

int joined_c11_ok(void)
{
	thrd_t thr;

	if (thrd_create(&thr, work_c11, NULL) != thrd_success)
		return -1;
	return thrd_join(thr, NULL);
}

int detached_ok(void)
{
	pthread_t tid;
	int rc = pthread_create(&tid, NULL, work, NULL);

	if (rc == 0)
		pthread_detach(tid);
	return rc;
}

int detached_c11_ok(void)
{
	thrd_t thr;

	if (thrd_create(&thr, work_c11, NULL) != thrd_success || thrd_detach(thr) != thrd_success)
		return -1;
	return 0;
}

int detaches_itself_ok(void)
{
	pthread_t tid;

	return pthread_create(&tid, NULL, work_detached, NULL);
}

void attribute_ok(void)
{
	pthread_attr_t attr;
	pthread_t tid;

	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	if (pthread_create(&tid, &attr, work, NULL) != 0)
		abort();
	pthread_attr_destroy(&attr);
}

// Kept where others find it.
int global_handle_ok(void)
{
	return pthread_create(&background, NULL, work, NULL);
}

int service_start_ok(struct service *service)
{
	if (pthread_create(&service->tid, NULL, work, NULL) != 0)
		return -1;
	service->running = 1;
	return 0;
}

pthread_t returned_ok(void)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, work, NULL) != 0)
		abort();
	return tid;
}

// The copy of the handle lives on.
int copied_handle_ok(struct service *service)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, work, NULL) != 0)
		return -1;
	memcpy(&service->tid, &tid, sizeof tid);
	return 0;
}

// The process ends here.
void ends_process_ok(void)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, work, NULL) != 0)
		exit(1);
	exit(0);
}

// A function that nobody shows gets the handle: it may join.
void keeps_track(pthread_t tid);

void given_away_ok(void)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, work, NULL) == 0)
		keeps_track(tid);
}
// Not run: a lost thread is memory that is never given back, which no sanitizer reports by itself.

// The second thread gets the handle of the first, and joins it.
static void *waits_for_other(void *arg)
{
	pthread_join((pthread_t)arg, NULL);
	return NULL;
}

int joined_by_thread_ok(void)
{
	pthread_t first, second;

	if (pthread_create(&first, NULL, work, NULL) != 0)
		return -1;
	if (pthread_create(&second, NULL, waits_for_other, (void *)first) != 0) {
		pthread_join(first, NULL);
		return -1;
	}
	return pthread_join(second, NULL);
}
