// T7 through GLib, libuv and SDL.
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "../include/fake_glib.h"
#include "../include/fake_sdl.h"
#include "../include/fake_uv.h"

static int last;

// ---- GLib: a flag under a mutex, and a queue

struct start_glib {
	GMutex lock;
	GCond cond;
	gboolean ready;
	int value;
};

static gpointer flag_glib(gpointer data)
{
	struct start_glib *start = data;
	int value;

	g_mutex_lock(&start->lock);
	value = start->value;
	start->ready = TRUE;
	g_cond_signal(&start->cond);
	g_mutex_unlock(&start->lock);
	last = value;
	return NULL;
}

static gpointer late_glib(gpointer data)
{
	struct start_glib *start = data;

	g_mutex_lock(&start->lock);
	start->ready = TRUE;
	g_cond_signal(&start->cond);
	g_mutex_unlock(&start->lock);
	last = start->value;
	return NULL;
}

static void wait_glib(struct start_glib *start)
{
	g_mutex_lock(&start->lock);
	while (!start->ready)
		g_cond_wait(&start->cond, &start->lock);
	g_mutex_unlock(&start->lock);
}

void glib_ok(int value)
{
	struct start_glib start = { .value = value };

	g_mutex_init(&start.lock);
	g_cond_init(&start.cond);
	g_thread_unref(g_thread_new("start", flag_glib, &start));
	wait_glib(&start);
	g_cond_clear(&start.cond);
	g_mutex_clear(&start.lock);
}

void glib_late_bad(int value)
{
	struct start_glib start = { .value = value };

	g_mutex_init(&start.lock);
	g_cond_init(&start.cond);
	g_thread_unref(g_thread_new("start", late_glib, &start)); //~ ERROR E0373
	wait_glib(&start);
}

// g_cond_wait_until says FALSE when the time is over.
gboolean glib_timed_bad(int value)
{
	struct start_glib start = { .value = value };
	long long end = g_get_monotonic_time() + 1000;

	g_mutex_init(&start.lock);
	g_cond_init(&start.cond);
	g_thread_unref(g_thread_new("start", flag_glib, &start)); //~ ERROR E0373
	g_mutex_lock(&start.lock);
	while (!start.ready)
		if (!g_cond_wait_until(&start.cond, &start.lock, end))
			break;
	g_mutex_unlock(&start.lock);
	return start.ready;
}

struct start_queue {
	GAsyncQueue *queue;
	int value;
};

static gpointer pushes_glib(gpointer data)
{
	struct start_queue *start = data;
	int value = start->value;

	g_async_queue_push(start->queue, GINT_TO_POINTER(1));
	last = value;
	return NULL;
}

void glib_queue_ok(GAsyncQueue *queue, int value)
{
	struct start_queue start = { queue, value };

	g_thread_unref(g_thread_new("start", pushes_glib, &start));
	g_async_queue_pop(queue);
}

// ---- libuv: a semaphore, a barrier, a condition

struct start_uv {
	uv_sem_t sem;
	uv_mutex_t lock;
	uv_cond_t cond;
	int ready;
	int value;
};

static uv_barrier_t meeting_uv;

static void posts_uv(void *arg)
{
	struct start_uv *start = arg;
	int value = start->value;

	uv_sem_post(&start->sem);
	last = value;
}

static void posts_early_uv(void *arg)
{
	struct start_uv *start = arg;

	uv_sem_post(&start->sem);
	last = start->value;
}

static void meets_uv(void *arg)
{
	int value = *(int *)arg;

	uv_barrier_wait(&meeting_uv);
	last = value;
}

static void signals_uv(void *arg)
{
	struct start_uv *start = arg;

	uv_mutex_lock(&start->lock);
	last = start->value;
	start->ready = 1;
	uv_cond_signal(&start->cond);
	uv_mutex_unlock(&start->lock);
}

int uv_sem_ok(int value)
{
	struct start_uv start = { .value = value };
	uv_thread_t tid;

	if (uv_sem_init(&start.sem, 0))
		return -1;
	if (uv_thread_create(&tid, posts_uv, &start)) {
		uv_sem_destroy(&start.sem);
		return -1;
	}
	uv_thread_detach(&tid);
	uv_sem_wait(&start.sem);
	uv_sem_destroy(&start.sem);
	return 0;
}

int uv_sem_early_bad(int value)
{
	struct start_uv start = { .value = value };
	uv_thread_t tid;

	if (uv_sem_init(&start.sem, 0))
		return -1;
	if (uv_thread_create(&tid, posts_early_uv, &start)) //~ ERROR E0373
		return -1;
	uv_thread_detach(&tid);
	uv_sem_wait(&start.sem);
	return 0;
}

int uv_sem_tried_bad(int value)
{
	struct start_uv start = { .value = value };
	uv_thread_t tid;

	if (uv_sem_init(&start.sem, 0))
		return -1;
	if (uv_thread_create(&tid, posts_uv, &start)) //~ ERROR E0373
		return -1;
	uv_thread_detach(&tid);
	uv_sem_trywait(&start.sem);
	return 0;
}

int uv_barrier_ok(int value)
{
	uv_thread_t tid;

	uv_barrier_init(&meeting_uv, 2);
	if (uv_thread_create(&tid, meets_uv, &value))
		return -1;
	uv_thread_detach(&tid);
	uv_barrier_wait(&meeting_uv);
	return 0;
}

int uv_cond_ok(int value)
{
	struct start_uv start = { .value = value };
	uv_thread_t tid;

	uv_mutex_init(&start.lock);
	uv_cond_init(&start.cond);
	if (uv_thread_create(&tid, signals_uv, &start))
		return -1;
	uv_thread_detach(&tid);
	uv_mutex_lock(&start.lock);
	while (!start.ready)
		uv_cond_wait(&start.cond, &start.lock);
	uv_mutex_unlock(&start.lock);
	return 0;
}

// ---- SDL: semaphores and conditions live on the heap

struct start_sdl {
	SDL_sem *sem;
	SDL_mutex *lock;
	SDL_cond *cond;
	bool ready;
	int value;
};

static int posts_sdl(void *data)
{
	struct start_sdl *start = data;
	int value = start->value;

	SDL_SemPost(start->sem);
	return value;
}

static int posts_early_sdl(void *data)
{
	struct start_sdl *start = data;

	SDL_SemPost(start->sem);
	SDL_Delay(10);
	return start->value;
}

static int signals_sdl(void *data)
{
	struct start_sdl *start = data;
	SDL_mutex *lock = start->lock;
	int value;

	SDL_LockMutex(lock);
	value = start->value;
	start->ready = true;
	SDL_CondSignal(start->cond);
	SDL_UnlockMutex(lock);
	return value;
}

int sdl_sem_ok(SDL_sem *sem, int value)
{
	struct start_sdl start = { .sem = sem, .value = value };
	SDL_Thread *thread = SDL_CreateThread(posts_sdl, "start", &start);

	if (!thread)
		return -1;
	SDL_DetachThread(thread);
	while (SDL_SemWait(sem) != 0)
		SDL_Delay(1);
	return 0;
}

int sdl_cond_ok(SDL_mutex *lock, SDL_cond *cond, int value)
{
	struct start_sdl start = { .lock = lock, .cond = cond, .value = value };
	SDL_Thread *thread = SDL_CreateThread(signals_sdl, "start", &start);

	if (!thread)
		return -1;
	SDL_DetachThread(thread);
	SDL_LockMutex(lock);
	while (!start.ready)
		SDL_CondWait(cond, lock);
	SDL_UnlockMutex(lock);
	return 0;
}

int sdl_sem_early_bad(SDL_sem *sem, int value)
{
	struct start_sdl start = { .sem = sem, .value = value };
	SDL_Thread *thread = SDL_CreateThread(posts_early_sdl, "start", &start); //~ ERROR E0373

	if (!thread)
		return -1;
	SDL_DetachThread(thread);
	while (SDL_SemWait(sem) != 0)
		SDL_Delay(1);
	return 0;
}

int sdl_sem_timed_bad(SDL_sem *sem, int value)
{
	struct start_sdl start = { .sem = sem, .value = value };
	SDL_Thread *thread = SDL_CreateThread(posts_sdl, "start", &start); //~ ERROR E0373

	if (!thread)
		return -1;
	SDL_DetachThread(thread);
	SDL_SemWaitTimeout(sem, 10);
	return 0;
}
// Not run: GLib, libuv and SDL are not there when the suite runs.
