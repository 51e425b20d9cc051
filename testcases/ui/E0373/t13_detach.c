// T13: detached and lent a stack object, with no handshake. Detaching by call, by attribute, and by the thread itself.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct event {
	int kind;
	char payload[32];
};

static void *event_handle(void *arg)
{
	struct event *event = arg;

	usleep(20 * 1000);
	if (event->kind > 0)
		fprintf(stderr, "%s\n", event->payload);
	return NULL;
}

static void *event_handle_detached(void *arg)
{
	pthread_detach(pthread_self());
	return event_handle(arg);
}

static void *event_handle_owned(void *arg)
{
	event_handle(arg);
	free(arg);
	return NULL;
}

int detach_call_bad(const char *payload)
{
	struct event event = { .kind = 1 };
	pthread_t tid;
	int rc;

	strncpy(event.payload, payload, sizeof event.payload - 1);
	rc = pthread_create(&tid, NULL, event_handle, &event); //~ ERROR E0373
	if (rc == 0)
		rc = pthread_detach(tid);
	return rc;
}

int detach_attribute_bad(const char *payload)
{
	struct event event = { .kind = 2 };
	pthread_attr_t attr;
	pthread_t tid;
	int rc;

	strncpy(event.payload, payload, sizeof event.payload - 1);
	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	rc = pthread_create(&tid, &attr, event_handle, &event); //~ ERROR E0373
	pthread_attr_destroy(&attr);
	return rc;
}

int detach_self_bad(const char *payload)
{
	struct event event = { .kind = 3 };
	pthread_t tid;

	strncpy(event.payload, payload, sizeof event.payload - 1);
	return pthread_create(&tid, NULL, event_handle_detached, &event); //~ ERROR E0373
}

int heap_copy_ok(const char *payload)
{
	struct event *event = calloc(1, sizeof *event);
	pthread_t tid;

	if (!event)
		return -1;
	event->kind = 1;
	strncpy(event->payload, payload, sizeof event->payload - 1);
	if (pthread_create(&tid, NULL, event_handle_owned, event) != 0) {
		free(event);
		return -1;
	}
	return pthread_detach(tid);
}

int static_ring_ok(const char *payload)
{
	static struct event ring[16];
	static unsigned next;
	struct event *event = &ring[next++ % 16];
	pthread_attr_t attr;
	pthread_t tid;
	int rc;

	event->kind = 2;
	strncpy(event->payload, payload, sizeof event->payload - 1);
	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	rc = pthread_create(&tid, &attr, event_handle, event);
	pthread_attr_destroy(&attr);
	return rc;
}

int not_detached_ok(const char *payload)
{
	struct event event = { .kind = 3 };
	pthread_attr_t attr;
	pthread_t tid;
	int rc;

	strncpy(event.payload, payload, sizeof event.payload - 1);
	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_JOINABLE);
	rc = pthread_create(&tid, &attr, event_handle, &event);
	pthread_attr_destroy(&attr);
	if (rc == 0)
		pthread_join(tid, NULL);
	return rc;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(detach_call_bad("a")) RUN_BAD(detach_attribute_bad("a")) RUN_BAD(detach_self_bad("a"))
		RUN_OK(heap_copy_ok("a")) RUN_OK(static_ring_ok("a")) RUN_OK(not_detached_ok("a")))
#endif
