// T3 where something is not seen: an unknown function got the handle, or the entry has no body. Warnings, no errors.
#include <pthread.h>
#include <stdio.h>
#include <string.h>

struct request {
	int id;
	char path[128];
};

// Bodies in another library.
extern void *remote_worker(void *arg);
extern void reap_later(pthread_t thread);
extern void registry_add(pthread_t *thread);
extern void trace(const char *what, int id);

static void *serve(void *arg)
{
	struct request *rq = arg;

	printf("%d %s\n", rq->id, rq->path);
	return NULL;
}

// The reaper may have joined: nobody knows.
int handle_given_away_bad(int id)
{
	struct request rq = { .id = id };
	pthread_t tid;

	strcpy(rq.path, "/index.html");
	if (pthread_create(&tid, NULL, serve, &rq) != 0) //~ WARNING E0373
		return -1;
	reap_later(tid);
	return 0;
}

int handle_address_given_bad(int id)
{
	struct request rq = { .id = id };
	pthread_t tid;

	if (pthread_create(&tid, NULL, serve, &rq) != 0) //~ WARNING E0373
		return -1;
	registry_add(&tid);
	return 0;
}

// What remote_worker does with its argument is not seen; it was given one for some reason.
int unknown_entry_bad(int id)
{
	struct request rq = { .id = id };
	pthread_t tid;

	if (pthread_create(&tid, NULL, remote_worker, &rq) != 0) //~ WARNING E0373
		return -1;
	pthread_detach(tid);
	return 0;
}

// An unknown function that gets neither handle nor object cannot have joined.
int unrelated_unknown_bad(int id)
{
	struct request rq = { .id = id };
	pthread_t tid;

	if (pthread_create(&tid, NULL, serve, &rq) != 0) //~ ERROR E0373
		return -1;
	trace("started", id);
	return 0;
}

int unknown_entry_joined_ok(int id)
{
	struct request rq = { .id = id };
	pthread_t tid;

	if (pthread_create(&tid, NULL, remote_worker, &rq) != 0)
		return -1;
	trace("started", id);
	return pthread_join(tid, NULL);
}

int given_away_and_joined_ok(int id)
{
	struct request rq = { .id = id };
	pthread_t tid;

	if (pthread_create(&tid, NULL, serve, &rq) != 0)
		return -1;
	registry_add(&tid);
	pthread_join(tid, NULL);
	return 0;
}

int unknown_entry_static_ok(int id)
{
	static struct request rq;
	pthread_t tid;

	rq.id = id;
	if (pthread_create(&tid, NULL, remote_worker, &rq) != 0)
		return -1;
	reap_later(tid);
	return 0;
}
