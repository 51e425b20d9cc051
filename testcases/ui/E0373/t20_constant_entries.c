// T20 for a table of entries: which of them borrow is decided entry by entry.
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct service {
	const char *name;
	void *(*run)(void *);
};

struct request {
	int port;
	char name[16];
};

static unsigned long alive;

static void *heartbeat(void *unused)
{
	(void)unused;
	alive++;
	return NULL;
}

static void *by_port(void *arg)
{
	alive += (unsigned long)(intptr_t)arg & 0xffff;
	return NULL;
}

static void *by_request(void *arg)
{
	struct request *request = arg;

	usleep(20 * 1000);
	if (request->port > 0)
		alive += strlen(request->name);
	return NULL;
}

static const struct service heartbeat_service = { "heartbeat", heartbeat };
static const struct service port_service = { "port", by_port };
static const struct service request_service = { "request", by_request };

static int service_start(const struct service *service, void *arg)
{
	pthread_t tid;
	int rc = pthread_create(&tid, NULL, service->run, arg);

	if (rc)
		fprintf(stderr, "%s: %s\n", service->name, strerror(rc));
	else
		pthread_detach(tid);
	return rc;
}

int heartbeat_ok(void)
{
	struct request request = { 80, "www" };

	return service_start(&heartbeat_service, &request);
}

int port_ok(void)
{
	struct request request = { 80, "www" };

	return service_start(&port_service, (void *)(intptr_t)request.port);
}

// As a number even if it is an address.
int port_of_address_ok(void)
{
	struct request request = { 80, "www" };

	return service_start(&port_service, &request);
}

int request_static_ok(void)
{
	static struct request request = { 80, "www" };

	return service_start(&request_service, &request);
}

int request_bad(void)
{
	struct request request = { 80, "www" };

	return service_start(&request_service, &request); //~ ERROR E0373
}

int request_through_variable_bad(void)
{
	struct request request = { 80, "www" };
	const struct service *service = &request_service;

	return service_start(service, &request); //~ ERROR E0373
}

int request_direct_bad(void)
{
	struct request request = { 80, "www" };
	pthread_t tid;

	if (pthread_create(&tid, NULL, request_service.run, &request) != 0) //~ ERROR E0373
		return -1;
	return pthread_detach(tid);
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(request_bad()) RUN_BAD(request_through_variable_bad()) RUN_BAD(request_direct_bad())
		RUN_OK(heartbeat_ok()) RUN_OK(port_ok()) RUN_OK(port_of_address_ok()) RUN_OK(request_static_ok()))
#endif
