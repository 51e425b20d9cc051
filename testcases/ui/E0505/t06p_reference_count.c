// SPDX-License-Identifier: MIT
// T6': who takes a count in the object down last frees it, when threads take it down too. A count of something else, or
// one that the threads leave alone, is no such thing.
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

struct pool {
	pthread_mutex_t lock;
	int users, slots, most;
};

// With the lock held; 1: the pool is gone.
static int pool_leave(struct pool *pool)
{
	if (pool->users)
		pool->users--;
	if (pool->users)
		return 0;
	pthread_mutex_unlock(&pool->lock);
	pthread_mutex_destroy(&pool->lock);
	free(pool);
	return 1;
}

static void *run(void *arg)
{
	struct pool *pool = arg;
	pthread_mutex_lock(&pool->lock);
	if (!pool_leave(pool))
		pthread_mutex_unlock(&pool->lock);
	return NULL;
}

static int slot_start(struct pool *pool)
{
	pthread_t thread;
	pool->users++;
	if (pthread_create(&thread, NULL, run, pool) != 0) {
		pool_leave(pool);
		return 1;
	}
	pthread_detach(thread);
	pool->slots++;
	return 0;
}

int each_thread_counts_ok(struct pool *pool, int count)
{
	int result = 0;
	while (count && !result && pool->slots < pool->most) {
		result = slot_start(pool);
		if (result)
			break;
		--count;
	}
	return result;
}

static void *only_lock(void *arg)
{
	struct pool *pool = arg;
	pthread_mutex_lock(&pool->lock);
	pthread_mutex_unlock(&pool->lock);
	return NULL;
}

// The threads do not count: the pool goes though they use it.
static int slot_start_uncounted(struct pool *pool)
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, only_lock, pool) != 0) {
		pthread_mutex_lock(&pool->lock);
		pool_leave(pool);
		return 1;
	}
	pthread_detach(thread);
	return 0;
}

int no_thread_counts_bad(struct pool *pool, int count)
{
	int result = 0;
	while (count && !result) {
		result = slot_start_uncounted(pool); //~ ERROR E0505
		if (result)
			break;
		--count;
	}
	return result;
}

static int slot_start_freeing(struct pool *pool)
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, run, pool) != 0) {
		pool->slots--;
		free(pool);
		return 1;
	}
	pthread_detach(thread);
	return 0;
}

int freed_untested_bad(struct pool *pool, int count)
{
	int result = 0;
	while (count && !result) {
		result = slot_start_freeing(pool); //~ ERROR E0505
		if (result)
			break;
		--count;
	}
	return result;
}

struct job {
	atomic_int users;
	int input;
};

static void *work(void *arg)
{
	struct job *job = arg;
	int input = job->input;
	if (atomic_fetch_sub(&job->users, 1) == 1)
		free(job);
	return input ? arg : NULL;
}

int job_hand_out_ok(struct job *job)
{
	pthread_t thread;
	atomic_fetch_add(&job->users, 1);
	if (pthread_create(&thread, NULL, work, job) != 0)
		return 1;
	pthread_detach(thread);
	if (atomic_fetch_sub(&job->users, 1) == 1)
		free(job);
	return 0;
}

int job_taken_down_in_place_ok(struct job *job)
{
	pthread_t thread;
	job->users++;
	if (pthread_create(&thread, NULL, work, job) != 0)
		return 1;
	pthread_detach(thread);
	if (--job->users == 0)
		free(job);
	return 0;
}

static void *read_input(void *arg)
{
	struct job *job = arg;
	return job->input ? arg : NULL;
}

int job_counted_alone_bad(struct job *job)
{
	pthread_t thread;
	job->users++;
	if (pthread_create(&thread, NULL, read_input, job) != 0)
		return 1;
	pthread_detach(thread);
	if (--job->users == 0)
		free(job); //~ ERROR E0505
	return 0;
}

static void *work_freeing(void *arg)
{
	struct job *job = arg;
	if (job->input)
		atomic_fetch_sub(&job->users, 1);
	return NULL;
}

int job_freed_anyway_bad(struct job *job)
{
	pthread_t thread;
	job->users++;
	if (pthread_create(&thread, NULL, work_freeing, job) != 0)
		return 1;
	pthread_detach(thread);
	free(job); //~ ERROR E0505
	return 0;
}
