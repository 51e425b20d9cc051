// T17': the helper starts or joins, handle and object are both the caller's: the caller is right or wrong.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <unistd.h>

struct matrix {
	int n;
	double cells[64];
	double trace;
};

static void *matrix_trace(void *arg)
{
	struct matrix *m = arg;

	usleep(20 * 1000);
	for (int i = 0; i < m->n; i++)
		m->trace += m->cells[i * m->n + i];
	return NULL;
}

static int matrix_trace_c11(void *arg)
{
	matrix_trace(arg);
	return thrd_success;
}

static int trace_start(pthread_t *tid, struct matrix *m)
{
	return pthread_create(tid, NULL, matrix_trace, m);
}

static pthread_t trace_start_returned(struct matrix *m)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, matrix_trace, m))
		abort();
	return tid;
}

static thrd_t *trace_start_heap(struct matrix *m)
{
	thrd_t *thr = malloc(sizeof *thr);

	if (thr && thrd_create(thr, matrix_trace_c11, m) != thrd_success) {
		free(thr);
		return NULL;
	}
	return thr;
}

static void trace_finish_heap(thrd_t *thr)
{
	thrd_join(*thr, NULL);
	free(thr);
}

double by_pointer_ok(void)
{
	struct matrix m = { .n = 8 };
	pthread_t tid;

	if (trace_start(&tid, &m) != 0)
		return 0;
	pthread_join(tid, NULL);
	return m.trace;
}

double returned_ok(void)
{
	struct matrix m = { .n = 8 };
	pthread_t tid = trace_start_returned(&m);

	pthread_join(tid, NULL);
	return m.trace;
}

double heap_handle_ok(void)
{
	struct matrix m = { .n = 8 };
	thrd_t *thr = trace_start_heap(&m);

	if (!thr)
		return 0;
	trace_finish_heap(thr);
	return m.trace;
}

double by_pointer_bad(void)
{
	struct matrix m = { .n = 8 };
	pthread_t tid;

	if (trace_start(&tid, &m) != 0) //~ ERROR E0373
		return 0;
	return m.trace;
}

double returned_bad(int wanted)
{
	struct matrix m = { .n = 8 };
	pthread_t tid = trace_start_returned(&m); //~ ERROR E0373

	if (wanted)
		pthread_join(tid, NULL);
	return m.trace;
}

double heap_handle_bad(void)
{
	struct matrix m = { .n = 8 };
	thrd_t *thr = trace_start_heap(&m); //~ ERROR E0373

	free(thr);
	return m.trace;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(by_pointer_bad()) RUN_BAD(returned_bad(0)) RUN_BAD(heap_handle_bad()) RUN_OK(by_pointer_ok())
		RUN_OK(returned_ok()) RUN_OK(heap_handle_ok()) RUN_OK(returned_bad(1)))
#endif
