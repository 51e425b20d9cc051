// T5': the early exit is the create-failed edge of the only thread: nothing was lent. Results in every spelling,
// and beside each its mistake: the edge taken for the failure is the success.
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <threads.h>
#include <unistd.h>

struct probe {
	const char *host;
	int port;
	bool up;
};

static void *probe_run(void *arg)
{
	struct probe *p = arg;

	usleep(20 * 1000);
	p->up = p->host && p->port > 0;
	return NULL;
}

static int probe_run_c11(void *arg)
{
	probe_run(arg);
	return 0;
}

// The result is stored, and tested some statements later.
bool tested_later_ok(const char *host)
{
	struct probe p = { host, 80, false };
	pthread_t tid;
	int err = pthread_create(&tid, NULL, probe_run, &p);

	printf("probing %s:%d\n", p.host, p.port);
	if (err == 0) {
		printf("in the background\n");
	} else {
		errno = err;
		perror("probe");
		return false;
	}
	return pthread_join(tid, NULL) == 0 && p.up;
}

bool not_success_ok(const char *host)
{
	struct probe p = { host, 443, false };
	thrd_t thr;

	if (thrd_create(&thr, probe_run_c11, &p) != thrd_success)
		return false;
	thrd_join(thr, NULL);
	return p.up;
}

// Success as a bool.
bool started_flag_ok(const char *host)
{
	struct probe p = { host, 22, false };
	pthread_t tid;
	bool started = !pthread_create(&tid, NULL, probe_run, &p);

	if (!started)
		return false;
	pthread_join(tid, NULL);
	return p.up;
}

// The result is in a struct, beside the handle.
bool result_in_struct_ok(const char *host)
{
	struct {
		pthread_t tid;
		int ret;
	} slot;
	struct probe p = { host, 25, false };

	slot.ret = pthread_create(&slot.tid, NULL, probe_run, &p);
	if (slot.ret) {
		fprintf(stderr, "%s\n", strerror(slot.ret));
		return false;
	}
	pthread_join(slot.tid, NULL);
	return p.up;
}

// pthread functions return the error; this test never sees one, so the join is never made.
bool compared_with_minus_one_bad(const char *host)
{
	struct probe p = { host, 80, false };
	pthread_t tid;
	int rc = pthread_create(&tid, NULL, probe_run, &p); //~ ERROR E0373

	if (rc <= 0)
		return false;
	pthread_join(tid, NULL);
	return p.up;
}

// The test is the wrong way round.
bool inverted_bad(const char *host)
{
	struct probe p = { host, 443, false };
	thrd_t thr;

	if (thrd_create(&thr, probe_run_c11, &p) == thrd_success) //~ ERROR E0373
		return false;
	return p.up;
}

// The stored result is overwritten by the next call's before it is tested.
bool overwritten_result_bad(const char *host)
{
	struct probe p = { host, 22, false };
	pthread_t tid;
	int rc;

	rc = pthread_create(&tid, NULL, probe_run, &p); //~ ERROR E0373
	rc = nice(0);
	if (rc != 0)
		return false;
	pthread_join(tid, NULL);
	return p.up;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(compared_with_minus_one_bad("localhost")) RUN_BAD(inverted_bad("localhost"))
		RUN_OK(tested_later_ok("localhost")) RUN_OK(not_success_ok("localhost"))
		RUN_OK(started_flag_ok("localhost")) RUN_OK(result_in_struct_ok("localhost")))
#endif
