// A client that was found in the list or made, as of a test driver for web caches: whose thread
// runs is in the object, and what it frees before the next start may be another client's.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct client {
	struct client *next;
	char *addr;
	int running;
	pthread_t tp;
	const char *name;
};

static struct client *clients;
static void *session(void *arg) { const char *addr = arg; return *addr == '/' ? arg : NULL; }

static void client_start(struct client *c, const char *addr)
{
	c->running = 1;
	free(c->addr);
	c->addr = strdup(addr);
	if (!c->addr)
		abort();
	if (pthread_create(&c->tp, NULL, session, c->addr))
		abort();
}

static void client_wait(struct client *c)
{
	if (pthread_join(c->tp, NULL))
		abort();
	c->tp = 0;
	c->running = 0;
}

static struct client *client_new(const char *name)
{
	struct client *c = calloc(1, sizeof *c);
	if (!c)
		abort();
	c->name = name;
	c->next = clients;
	clients = c;
	return c;
}

void commands_ok(const char *name, char **av)
{
	struct client *c;
	for (c = clients; c; c = c->next)
		if (!strcmp(c->name, name))
			break;
	if (!c)
		c = client_new(name);
	for (; *av; av++) {
		if (!strcmp(*av, "-wait")) {
			client_wait(c);
			continue;
		}
		if (c->running)
			client_wait(c);
		if (c->running)
			abort();
		client_start(c, *av);
	}
}

void commands_to_one_bad(struct client *c, char **av)
{
	for (; *av; av++)
		client_start(c, *av); //~ ERROR E0505
}

void commands_to_new_bad(const char *name, char **av)
{
	struct client *c = client_new(name);
	for (; *av; av++)
		client_start(c, *av); //~ ERROR E0505
}
