// T22 in loops, through wrappers and through the APIs that return the handle.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "../include/fake_glib.h"
#include "../include/fake_sdl.h"
#include "../include/fake_uv.h"

#define NTHREADS 4

static void *work(void *arg)
{
	(void)arg;
	puts("working");
	return NULL;
}

static void work_uv(void *arg)
{
	work(arg);
}

static int work_sdl(void *arg)
{
	return work(arg) != NULL;
}

// One variable for all handles: each create overwrites the one before.
void overwritten_in_loop_bad(void)
{
	pthread_t tid;

	for (int i = 0; i < NTHREADS; i++)
		if (pthread_create(&tid, NULL, work, NULL) != 0) //~ WARNING unjoined_thread
			abort();
	pthread_join(tid, NULL);
}

void overwritten_bad(void)
{
	GThread *thread = g_thread_new("first", work, NULL); //~ WARNING unjoined_thread

	thread = g_thread_new("second", work, NULL);
	g_thread_join(thread);
}

void array_forgotten_bad(void)
{
	uv_thread_t tid[NTHREADS];

	for (int i = 0; i < NTHREADS; i++)
		if (uv_thread_create(&tid[i], work_uv, NULL)) //~ WARNING unjoined_thread
			abort();
}

void result_dropped_bad(void)
{
	g_thread_new("dropped", work, NULL); //~ WARNING unjoined_thread
}

int only_tested_bad(void)
{
	SDL_Thread *thread = SDL_CreateThread(work_sdl, "tested", NULL); //~ WARNING unjoined_thread

	if (!thread)
		return -1;
	return 0;
}

// The wrapper gives the handle to its caller, who drops it.
static GThread *start(const char *name)
{
	return g_thread_new(name, work, NULL);
}

static int start_at(pthread_t *tid)
{
	return pthread_create(tid, NULL, work, NULL);
}

void wrapper_dropped_bad(void)
{
	start("wrapped"); //~ WARNING unjoined_thread
}

void wrapper_out_dropped_bad(void)
{
	pthread_t tid;

	if (start_at(&tid) != 0) //~ WARNING unjoined_thread
		exit(1);
}

#define SPAWN(tid) (pthread_create(&(tid), NULL, work, NULL) == 0)

int macro_bad(void)
{
	pthread_t tid;

	return SPAWN(tid); //~ WARNING unjoined_thread
}

void all_joined_ok(void)
{
	pthread_t tid[NTHREADS];

	for (int i = 0; i < NTHREADS; i++)
		if (pthread_create(&tid[i], NULL, work, NULL) != 0)
			abort();
	for (int i = 0; i < NTHREADS; i++)
		pthread_join(tid[i], NULL);
}

void all_detached_ok(void)
{
	pthread_t tid[NTHREADS];

	for (int i = 0; i < NTHREADS; i++)
		if (pthread_create(&tid[i], NULL, work, NULL) != 0)
			abort();
	for (int i = 0; i < NTHREADS; i++)
		pthread_detach(tid[i]);
}

void detached_in_loop_ok(void)
{
	pthread_t tid;

	for (int i = 0; i < NTHREADS; i++)
		if (SPAWN(tid))
			pthread_detach(tid);
}

void glib_ok(void)
{
	GThread *thread = start("first");

	g_thread_join(thread);
	thread = start("second");
	g_thread_unref(thread);
	g_thread_unref(start("third"));
}

int sdl_ok(void)
{
	SDL_Thread *thread = SDL_CreateThread(work_sdl, "waited", NULL);

	if (!thread)
		return -1;
	SDL_WaitThread(thread, NULL);
	SDL_DetachThread(SDL_CreateThread(work_sdl, "detached", NULL));
	return 0;
}

int uv_ok(void)
{
	uv_thread_t tid;

	if (uv_thread_create(&tid, work_uv, NULL))
		return -1;
	return uv_thread_join(&tid);
}

int wrapper_ok(void)
{
	pthread_t tid;

	if (start_at(&tid) != 0)
		return -1;
	return pthread_join(tid, NULL);
}

// A list of handles that stays.
struct node {
	struct node *next;
	pthread_t tid;
};

static struct node *threads;

int list_ok(void)
{
	struct node *node = malloc(sizeof *node);

	if (!node)
		return -1;
	if (start_at(&node->tid) != 0) {
		free(node);
		return -1;
	}
	node->next = threads;
	threads = node;
	return 0;
}
// Not run: a lost thread is memory that is never given back, which no sanitizer reports by itself.
