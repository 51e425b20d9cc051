// Real shape: a server's workers use more fields of its context than are told apart, and write a few of them. The
// count of workers is the starter's alone, and what it says of them stays known.
#include <pthread.h>
#include <stdlib.h>

#define EACH_SETTING(X) \
	X(a0) X(a1) X(a2) X(a3) X(a4) X(a5) X(a6) X(a7) X(b0) X(b1) X(b2) X(b3) X(b4) X(b5) X(b6) X(b7) \
	X(c0) X(c1) X(c2) X(c3) X(c4) X(c5) X(c6) X(c7) X(d0) X(d1) X(d2) X(d3) X(d4) X(d5) X(d6) X(d7) \
	X(e0) X(e1) X(e2) X(e3) X(e4) X(e5) X(e6) X(e7) X(f0) X(f1) X(f2) X(f3) X(f4) X(f5) X(f6) X(f7) \
	X(g0) X(g1) X(g2) X(g3) X(g4) X(g5) X(g6) X(g7) X(h0) X(h1) X(h2) X(h3) X(h4) X(h5) X(h6) X(h7)

struct server {
	unsigned workers, most;
	pthread_t *threads;
#define FIELD(name) int name;
	EACH_SETTING(FIELD)
	int served, refused;
};

static void *work(void *arg)
{
	struct server *server = arg;
#define USE(name) + server->name
	server->served = 0 EACH_SETTING(USE);
	server->refused = server->a0;
	return NULL;
}

static int start_worker(struct server *server)
{
	const unsigned i = server->workers;

	if (i >= server->most)
		return -1;
	int ret = pthread_create(&server->threads[i], NULL, work, server);
	if (ret == 0)
		server->workers++;
	return ret;
}

static struct server *make(unsigned most)
{
	struct server *server = calloc(1, sizeof *server);
	if (!server)
		exit(1);
	server->most = most;
	server->threads = calloc(most, sizeof *server->threads);
	if (!server->threads)
		exit(1);
	return server;
}

static void dispose(struct server *server)
{
	free(server->threads);
	free(server);
}

struct server *freed_where_none_ok(unsigned most, void (*prepare)(struct server *server))
{
	struct server *server = make(most);

	prepare(server);
	for (unsigned i = 0; i < most; i++) {
		if (start_worker(server) != 0) {
			if (server->workers > 0)
				break; // it goes on with those that it has
			dispose(server);
			return NULL;
		}
	}
	return server;
}

struct server *freed_where_some_bad(unsigned most)
{
	struct server *server = make(most);

	for (unsigned i = 0; i < most; i++) {
		if (start_worker(server) != 0) {
			if (server->workers > 1)
				break;
			dispose(server); //~ ERROR E0505
			return NULL;
		}
	}
	return server;
}
