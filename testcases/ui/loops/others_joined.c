// Threads of somebody else are joined: those whose handles lie in an array of this function run on.
#include <pthread.h>
#include <stdlib.h>

#include "../include/fake_glib.h"

#define NWORKERS 4

struct server {
	pthread_t workers[NWORKERS];
	int nworkers;
};

static void *print_sum(void *arg)
{
	const int *sum = arg;

	return (void *)(long)*sum;
}

static void server_join(struct server *server)
{
	for (int i = 0; i < server->nworkers; i++)
		pthread_join(server->workers[i], NULL);
}

int server_of_another_bad(struct server *other)
{
	pthread_t workers[NWORKERS];
	int sum = 1;

	for (int i = 0; i < NWORKERS; i++)
		if (pthread_create(&workers[i], NULL, print_sum, &sum) != 0) //~ ERROR E0373
			abort();
	server_join(other);
	return sum;
}

int loop_here_bad(struct server *other)
{
	pthread_t workers[NWORKERS];
	int sum = 1;

	for (int i = 0; i < NWORKERS; i++)
		if (pthread_create(&workers[i], NULL, print_sum, &sum) != 0) //~ ERROR E0373
			abort();
	for (int i = 0; i < other->nworkers; i++)
		pthread_join(other->workers[i], NULL);
	return sum;
}

int one_of_another_bad(pthread_t other)
{
	pthread_t workers[NWORKERS];
	int sum = 1;

	for (int i = 0; i < NWORKERS; i++)
		if (pthread_create(&workers[i], NULL, print_sum, &sum) != 0) //~ ERROR E0373
			abort();
	pthread_join(other, NULL);
	return sum;
}

// The other server was given the handles.
int handed_over_ok(struct server *other)
{
	pthread_t workers[NWORKERS];
	static int sum = 1;

	for (int i = 0; i < NWORKERS; i++) {
		if (pthread_create(&workers[i], NULL, print_sum, &sum) != 0)
			abort();
		other->workers[i] = workers[i];
	}
	other->nworkers = NWORKERS;
	server_join(other);
	return sum;
}

int handed_over_and_lent_ok(struct server *other)
{
	pthread_t workers[NWORKERS];
	int sum = 1;

	for (int i = 0; i < NWORKERS; i++) {
		if (pthread_create(&workers[i], NULL, print_sum, &sum) != 0)
			abort();
		other->workers[i] = workers[i];
	}
	other->nworkers = NWORKERS;
	server_join(other);
	return sum;
}

// Their handles lie behind a pointer that may well lead to them.
int behind_a_pointer_ok(struct server *other)
{
	struct server own = { .nworkers = NWORKERS }, *server = other ? other : &own;
	int sum = 1;

	for (int i = 0; i < NWORKERS; i++)
		if (pthread_create(&server->workers[i], NULL, print_sum, &sum) != 0)
			abort();
	server->nworkers = NWORKERS;
	server_join(server);
	return sum;
}

// Their handles have ended, or lie out of sight, where others are joined; but nobody joins a thread that is detached.
int detached_in_a_block_bad(struct server *other)
{
	int sum = 1;
	{
		pthread_t worker;
		if (pthread_create(&worker, NULL, print_sum, &sum) != 0) //~ ERROR E0373
			abort();
		pthread_detach(worker);
	}
	for (int i = 0; i < other->nworkers; i++)
		pthread_join(other->workers[i], NULL);
	return sum;
}

int detached_on_the_heap_bad(struct server *other)
{
	struct server *own = malloc(sizeof *own);
	int sum = 1;

	if (!own || pthread_create(&own->workers[1], NULL, print_sum, &sum) != 0) //~ ERROR E0373
		abort();
	pthread_detach(own->workers[1]);
	pthread_join(other->workers[0], NULL);
	return sum;
}

int on_the_heap_ok(struct server *other)
{
	struct server *own = malloc(sizeof *own);
	int sum = 1;

	if (!own || pthread_create(&own->workers[1], NULL, print_sum, &sum) != 0)
		abort();
	*other = *own;
	pthread_join(other->workers[1], NULL);
	return sum;
}

int more(void);

// Where the question comes out so at once, nobody is joined, whoever the others are.
int asked_before_others_bad(int n)
{
	int sum = 1;
	{
		GThread *worker = g_thread_new("first", print_sum, &sum); //~ ERROR E0373
		(void)worker;
	}
	while (more()) {
		GThread **workers = calloc((size_t)n, sizeof *workers);

		for (int i = 0; i < n; i++)
			workers[i] = g_thread_new("other", print_sum, NULL);
		for (int i = 0; i < n; i++)
			g_thread_join(workers[i]);
	}
	return sum;
}

int joined_behind_others_ok(int n)
{
	int sum = 1;
	GThread *worker = g_thread_new("first", print_sum, &sum);

	while (more()) {
		GThread **workers = calloc((size_t)n, sizeof *workers);

		for (int i = 0; i < n; i++)
			workers[i] = g_thread_new("other", print_sum, NULL);
		for (int i = 0; i < n; i++)
			g_thread_join(workers[i]);
	}
	g_thread_join(worker);
	return sum;
}
