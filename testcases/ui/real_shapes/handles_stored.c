// Real shape: handles that are kept in containers, attributes that somebody else has set, threads that detach
// themselves: none of these is a lost thread.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../include/fake_glib.h"

struct vector {
	char *data;
	size_t size, used;
};

struct service {
	struct service *next;
	pthread_t tid;
	char name[16];
};

static pthread_attr_t small_stacks, detached_attr;
static struct service *services;
static pthread_t table[32];
static int ntable;

void table_add_unknown(void *table, const void *element);

static void *serve(void *arg)
{
	return arg;
}

static void detach_me(void)
{
	if (pthread_detach(pthread_self()) != 0)
		abort();
}

static void *serve_detached(void *arg)
{
	detach_me();
	return serve(arg);
}

static void vector_push(struct vector *vector, const void *element, size_t size)
{
	if (vector->used + size > vector->size) {
		vector->size = (vector->size + size) * 2;
		vector->data = realloc(vector->data, vector->size);
		if (!vector->data)
			abort();
	}
	memcpy(vector->data + vector->used, element, size);
	vector->used += size;
}

void vector_ok(struct vector *handles)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, serve, NULL) == 0)
		vector_push(handles, &tid, sizeof tid);
}

void table_ok(void)
{
	pthread_t tid;

	if (ntable < 32 && pthread_create(&tid, NULL, serve, NULL) == 0)
		table[ntable++] = tid;
}

void unknown_container_ok(void *container)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, serve, NULL) == 0)
		table_add_unknown(container, &tid);
}

void list_ok(const char *name)
{
	struct service *service = calloc(1, sizeof *service);

	if (!service)
		abort();
	snprintf(service->name, sizeof service->name, "%s", name);
	if (pthread_create(&service->tid, NULL, serve, service->name) != 0) {
		free(service);
		return;
	}
	service->next = services;
	services = service;
}

// What the attribute says is not seen here.
void attribute_of_caller_ok(const pthread_attr_t *attr)
{
	pthread_t tid;

	if (pthread_create(&tid, attr, serve, NULL) != 0)
		abort();
}

void init_attributes(void)
{
	pthread_attr_init(&detached_attr);
	pthread_attr_setdetachstate(&detached_attr, PTHREAD_CREATE_DETACHED);
	pthread_attr_init(&small_stacks);
	pthread_attr_setstacksize(&small_stacks, 65536);
}

void attribute_of_other_function_ok(void)
{
	pthread_t tid;

	if (pthread_create(&tid, &detached_attr, serve, NULL) != 0)
		abort();
}

void detaches_itself_ok(void)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, serve_detached, NULL) != 0)
		abort();
}

struct service service_returned_ok(void)
{
	struct service service = { .next = NULL };

	if (pthread_create(&service.tid, NULL, serve, NULL) != 0)
		abort();
	return service;
}

struct service *service_on_heap_ok(void)
{
	struct service *service = calloc(1, sizeof *service);

	if (service && pthread_create(&service->tid, NULL, serve, service) != 0) {
		free(service);
		return NULL;
	}
	return service;
}

// Whoever takes it out of the queue joins it.
void given_to_queue_ok(GAsyncQueue *queue)
{
	GThread *thread = g_thread_new("service", serve, NULL);

	g_async_queue_push(queue, thread);
}

static void *serve_named(void *arg)
{
	return puts(((struct service *)arg)->name) < 0 ? NULL : arg;
}

// ... perhaps before what the thread borrows ends.
void given_with_loan(GAsyncQueue *queue)
{
	struct service service = { .name = "a" };
	GThread *thread = g_thread_new("service", serve_named, &service); //~ WARNING E0373

	g_async_queue_push(queue, thread);
}

// The copy goes to a local, which ends as well.
void copied_bad(void)
{
	struct service service = { .next = NULL };
	pthread_t tid;

	if (pthread_create(&tid, NULL, serve, NULL) == 0) //~ WARNING unjoined_thread
		service.tid = tid;
}

// The list is a local, and freed.
void local_list_bad(void)
{
	struct service *service = calloc(1, sizeof *service), *list = NULL;

	if (!service)
		abort();
	if (pthread_create(&service->tid, NULL, serve, NULL) == 0) { //~ WARNING unjoined_thread
		service->next = list;
		list = service;
	}
	free(service);
}

void glib_dropped_bad(void)
{
	GThread *thread = g_thread_new("service", serve, NULL); //~ WARNING unjoined_thread

	printf("%p\n", (void *)thread);
}
// Not run: a lost thread is memory that is never given back, which no sanitizer reports by itself.
