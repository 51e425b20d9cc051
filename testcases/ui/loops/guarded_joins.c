// Each join is guarded by what was stored when its thread was created: the result, a flag, the handle itself;
// `continue` is mirrored in both loops.
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../include/fake_sdl.h"

#define NTHREADS 8

struct probe {
	pthread_t tid;
	const char *host;
	int rc;
	bool started;
	int answers;
};

static void *probe_run(void *arg)
{
	struct probe *probe = arg;

	probe->answers += probe->host[0];
	return NULL;
}

static int probe_run_sdl(void *data)
{
	return probe_run(data) != NULL;
}

int result_array_ok(const char **hosts)
{
	struct probe probes[NTHREADS];
	pthread_t tid[NTHREADS];
	int rc[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		probes[i] = (struct probe){ .host = hosts[i] };
		rc[i] = pthread_create(&tid[i], NULL, probe_run, &probes[i]);
	}
	for (int i = 0; i < NTHREADS; i++)
		if (rc[i] == 0)
			pthread_join(tid[i], NULL);
	return probes[0].answers;
}

// The wrong way round.
int FN_result_array_bad(const char **hosts)
{
	struct probe probes[NTHREADS];
	pthread_t tid[NTHREADS];
	int rc[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		probes[i] = (struct probe){ .host = hosts[i] };
		rc[i] = pthread_create(&tid[i], NULL, probe_run, &probes[i]); //~ GAP E0373: what an element says of its own thread is not known
	}
	for (int i = 0; i < NTHREADS; i++)
		if (rc[i] != 0)
			pthread_join(tid[i], NULL);
	return probes[0].answers;
}

int flag_field_ok(const char **hosts)
{
	struct probe probes[NTHREADS];

	memset(probes, 0, sizeof probes);
	for (int i = 0; i < NTHREADS; i++) {
		probes[i].host = hosts[i];
		probes[i].started = pthread_create(&probes[i].tid, NULL, probe_run, &probes[i]) == 0;
	}
	for (int i = 0; i < NTHREADS; i++) {
		if (!probes[i].started)
			continue;
		pthread_join(probes[i].tid, NULL);
	}
	return probes[0].answers;
}

// Set in a branch of its own; the flags are cleared before.
int flag_in_branch_ok(const char **hosts)
{
	struct probe probes[NTHREADS];

	for (int i = 0; i < NTHREADS; i++)
		probes[i].started = false;
	for (int i = 0; i < NTHREADS; i++) {
		probes[i].host = hosts[i];
		probes[i].answers = 0;
		if (pthread_create(&probes[i].tid, NULL, probe_run, &probes[i]) != 0) {
			fprintf(stderr, "no thread for %s\n", hosts[i]);
			break;
		}
		probes[i].started = true;
	}
	for (int i = 0; i < NTHREADS; i++)
		if (probes[i].started)
			pthread_join(probes[i].tid, NULL);
	return probes[0].answers;
}

// The flag is never set.
int flag_never_set_bad(const char **hosts)
{
	struct probe probes[NTHREADS];

	for (int i = 0; i < NTHREADS; i++)
		probes[i].started = false;
	for (int i = 0; i < NTHREADS; i++) {
		probes[i].host = hosts[i];
		probes[i].answers = 0;
		if (pthread_create(&probes[i].tid, NULL, probe_run, &probes[i]) != 0) {
			//~^ ERROR E0373
			fprintf(stderr, "no thread for %s\n", hosts[i]);
			break;
		}
	}
	for (int i = 0; i < NTHREADS; i++)
		if (probes[i].started)
			pthread_join(probes[i].tid, NULL);
	return probes[0].answers;
}

// Hosts without a name get no thread; both loops pass them over.
int continue_mirrored_ok(const char **hosts)
{
	struct probe probes[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		if (!hosts[i])
			continue;
		probes[i] = (struct probe){ .host = hosts[i] };
		if (pthread_create(&probes[i].tid, NULL, probe_run, &probes[i]) != 0)
			abort();
	}
	for (int i = 0; i < NTHREADS; i++) {
		if (!hosts[i])
			continue;
		pthread_join(probes[i].tid, NULL);
	}
	return 0;
}

// The second loop passes over the others.
int FN_pointer_down_to_one_bad(const char **hosts)
{
	struct probe probes[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		if (!hosts[i])
			continue;
		probes[i] = (struct probe){ .host = hosts[i] };
		if (pthread_create(&probes[i].tid, NULL, probe_run, &probes[i]) != 0)
			//~^ GAP E0373: what an element says of its own thread is not known
			abort();
	}
	for (int i = 0; i < NTHREADS; i++) {
		if (hosts[i])
			continue;
		pthread_join(probes[i].tid, NULL);
	}
	return 0;
}

// Number 0 is the main thread's own, in both loops.
int own_share_ok(const char **hosts)
{
	struct probe probes[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		probes[i] = (struct probe){ .host = hosts[i] };
		if (i == 0)
			continue;
		if (pthread_create(&probes[i].tid, NULL, probe_run, &probes[i]) != 0)
			abort();
	}
	probe_run(&probes[0]);
	for (int i = 0; i < NTHREADS; i++)
		if (i != 0)
			pthread_join(probes[i].tid, NULL);
	return probes[0].answers;
}

// The handle says it.
int sdl_handle_ok(const char **hosts)
{
	struct probe probes[NTHREADS];
	SDL_Thread *threads[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		probes[i] = (struct probe){ .host = hosts[i] };
		threads[i] = SDL_CreateThread(probe_run_sdl, "probe", &probes[i]);
	}
	for (int i = 0; i < NTHREADS; i++)
		if (threads[i] != NULL)
			SDL_WaitThread(threads[i], NULL);
	return probes[0].answers;
}

int FN_sdl_handle_bad(const char **hosts)
{
	struct probe probes[NTHREADS];
	SDL_Thread *threads[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		probes[i] = (struct probe){ .host = hosts[i] };
		threads[i] = SDL_CreateThread(probe_run_sdl, "probe", &probes[i]); //~ GAP E0373: what an element says of its own thread is not known
	}
	for (int i = 0; i < NTHREADS; i++)
		if (threads[i] == NULL)
			SDL_WaitThread(threads[i], NULL);
	return probes[0].answers;
}

// Guarded right, and half of the way only.
int result_array_short_bad(const char **hosts)
{
	struct probe probes[NTHREADS];
	pthread_t tid[NTHREADS];
	int rc[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		probes[i] = (struct probe){ .host = hosts[i] };
		rc[i] = pthread_create(&tid[i], NULL, probe_run, &probes[i]); //~ ERROR E0373
	}
	for (int i = 0; i < NTHREADS / 2; i++)
		if (rc[i] == 0)
			pthread_join(tid[i], NULL);
	return probes[0].answers;
}

// The last one apart.
int last_apart_ok(const char **hosts)
{
	struct probe probes[NTHREADS];
	pthread_t tid[NTHREADS];
	int rc[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		probes[i] = (struct probe){ .host = hosts[i] };
		rc[i] = pthread_create(&tid[i], NULL, probe_run, &probes[i]);
	}
	for (int i = 0; i < NTHREADS - 1; i++)
		if (rc[i] == 0)
			pthread_join(tid[i], NULL);
	if (rc[NTHREADS - 1] == 0)
		pthread_join(tid[NTHREADS - 1], NULL);
	return probes[0].answers;
}

// Guarded right, from the second on.
int flag_from_one_bad(const char **hosts)
{
	struct probe probes[NTHREADS];

	memset(probes, 0, sizeof probes);
	for (int i = 0; i < NTHREADS; i++) {
		probes[i].host = hosts[i];
		if (pthread_create(&probes[i].tid, NULL, probe_run, &probes[i]) == 0) //~ ERROR E0373
			probes[i].started = true;
	}
	for (int i = 1; i < NTHREADS; i++)
		if (probes[i].started)
			pthread_join(probes[i].tid, NULL);
	return probes[0].answers;
}

int first_apart_ok(const char **hosts)
{
	struct probe probes[NTHREADS];

	memset(probes, 0, sizeof probes);
	for (int i = 0; i < NTHREADS; i++) {
		probes[i].host = hosts[i];
		if (pthread_create(&probes[i].tid, NULL, probe_run, &probes[i]) == 0)
			probes[i].started = true;
	}
	if (probes[0].started)
		pthread_join(probes[0].tid, NULL);
	for (int i = 1; i < NTHREADS; i++)
		if (probes[i].started)
			pthread_join(probes[i].tid, NULL);
	return probes[0].answers;
}

// Element 1 has no thread; of the others only the first is joined.
int one_of_most_bad(const char **hosts)
{
	int i;
	{
		struct probe probes[NTHREADS];

		for (i = 0; i < NTHREADS; i++) {
			probes[i] = (struct probe){ .host = hosts[i] };
			if (i == 1)
				continue;
			if (pthread_create(&probes[i].tid, NULL, probe_run, &probes[i]) != 0) //~ ERROR E0597
				abort();
		}
		pthread_join(probes[0].tid, NULL);
	}
	return i;
}

// The error is returned as soon as it is seen; nobody joins what runs.
int flag_then_return_bad(const char **hosts)
{
	struct probe probes[NTHREADS];

	memset(probes, 0, sizeof probes);
	for (int i = 0; i < NTHREADS; i++) {
		probes[i].host = hosts[i];
		probes[i].started = pthread_create(&probes[i].tid, NULL, probe_run, &probes[i]) == 0; //~ ERROR E0373
		if (!probes[i].started)
			return -1;
	}
	for (int i = 0; i < NTHREADS; i++)
		if (probes[i].started)
			pthread_join(probes[i].tid, NULL);
	return probes[0].answers;
}
// Not run: a create that fails cannot be had at will.

// A pointer to the element, in both loops; the bound is lowered where a create fails.
int continue_mirrored_pointer_ok(unsigned n, const char **hosts, unsigned long chosen)
{
	struct probe probes[NTHREADS];
	unsigned i;

	for (i = 0; i < n; i++) {
		struct probe *probe = &probes[i];

		if (!((chosen >> i) & 1))
			continue;
		probe->host = hosts[i];
		probe->answers = 0;
		if (pthread_create(&probe->tid, NULL, probe_run, probe) != 0) {
			n = i;
			break;
		}
	}
	for (i = 0; i < n; i++) {
		struct probe *probe = &probes[i];

		if (!((chosen >> i) & 1))
			continue;
		pthread_join(probe->tid, NULL);
	}
	return 0;
}

// The first one is not joined.
int pointer_down_to_one_bad(unsigned n, const char **hosts)
{
	struct probe probes[NTHREADS];
	unsigned i;

	for (i = 0; i < n; i++) {
		struct probe *probe = &probes[i];

		probe->host = hosts[i];
		probe->answers = 0;
		if (pthread_create(&probe->tid, NULL, probe_run, probe) != 0) //~ ERROR E0373
			break;
	}
	while (i-- > 1) {
		struct probe *probe = &probes[i];

		pthread_join(probe->tid, NULL);
	}
	return 0;
}

// As many as were started are looked at, but for the newest: the loop ends before it was counted.
int stopped_before_count_bad(unsigned n, const char **hosts, volatile int *stop)
{
	struct probe probes[NTHREADS];
	int rc[NTHREADS];
	unsigned i;

	for (i = 0; i < n; i++) {
		probes[i].host = hosts[i];
		probes[i].answers = 0;
		rc[i] = pthread_create(&probes[i].tid, NULL, probe_run, &probes[i]); //~ ERROR E0373
		if (rc[i] != 0 || *stop)
			break;
	}
	for (unsigned k = 0; k < i; k++)
		if (rc[k] == 0)
			pthread_join(probes[k].tid, NULL);
	return 0;
}

int stopped_and_counted_ok(unsigned n, const char **hosts, volatile int *stop)
{
	struct probe probes[NTHREADS];
	int rc[NTHREADS];
	unsigned i;

	for (i = 0; i < n && !*stop; i++) {
		probes[i].host = hosts[i];
		probes[i].answers = 0;
		rc[i] = pthread_create(&probes[i].tid, NULL, probe_run, &probes[i]);
	}
	for (unsigned k = 0; k < i; k++)
		if (rc[k] == 0)
			pthread_join(probes[k].tid, NULL);
	return 0;
}
