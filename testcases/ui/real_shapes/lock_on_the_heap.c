// SPDX-License-Identifier: MIT
// The lock of both sides is a heap object. Whether it could be made is tested by a function that is not among the
// units; but where it could not, nobody gets past the first use of it.
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

struct mutex {
	pthread_mutex_t lock;
};

static int mutex_make(struct mutex **out)
{
	struct mutex *mutex = calloc(1, sizeof *mutex);
	if (!mutex)
		return 2;
	if (pthread_mutex_init(&mutex->lock, NULL) != 0)
		abort();
	*out = mutex;
	return 0;
}

static void mutex_lock(struct mutex *mutex)
{
	if (pthread_mutex_lock(&mutex->lock) != 0)
		abort();
}

static void mutex_unlock(struct mutex *mutex)
{
	if (pthread_mutex_unlock(&mutex->lock) != 0)
		abort();
}

struct note {
	struct mutex *mutex;
	bool wake;
};

static void *waiter(void *arg)
{
	struct note *note = arg;
	bool woken;
	do {
		mutex_lock(note->mutex);
		woken = note->wake;
		mutex_unlock(note->mutex);
	} while (!woken && usleep(10) == 0);
	return NULL;
}

bool check(bool condition, int line);

int lock_held_ok(void)
{
	pthread_t thread;
	struct note note = {0};
	if (!check(mutex_make(&note.mutex) == 0, __LINE__))
		return 1;
	if (pthread_create(&thread, NULL, waiter, &note) != 0)
		return 1;
	mutex_lock(note.mutex);
	note.wake = true;
	mutex_unlock(note.mutex);
	pthread_join(thread, NULL);
	return 0;
}

int lock_released_bad(void)
{
	pthread_t thread;
	struct note note = {0};
	if (!check(mutex_make(&note.mutex) == 0, __LINE__))
		return 1;
	if (pthread_create(&thread, NULL, waiter, &note) != 0)
		return 1;
	mutex_lock(note.mutex);
	mutex_unlock(note.mutex);
	note.wake = true; //~ ERROR E0506
	pthread_join(thread, NULL);
	return 0;
}

struct job {
	pthread_t thread;
	int *input;
};

static void *work(void *arg)
{
	struct job *job = arg;
	return *job->input ? arg : NULL;
}

// Without memory for the job the function ends at its first use.
int used_without_a_look_ok(int *input)
{
	struct job *job = calloc(1, sizeof *job);
	int local = *input, rc;
	job->input = &local;
	rc = pthread_create(&job->thread, NULL, work, job);
	if (rc != 0)
		return rc;
	if (job)
		pthread_join(job->thread, NULL);
	free(job);
	return 0;
}

int not_looked_at_bad(int *input, bool waits)
{
	struct job *job = calloc(1, sizeof *job);
	int local = *input, rc;
	job->input = &local;
	rc = pthread_create(&job->thread, NULL, work, job); //~ ERROR E0373
	if (rc != 0)
		return rc;
	if (waits)
		pthread_join(job->thread, NULL);
	return 0;
}
