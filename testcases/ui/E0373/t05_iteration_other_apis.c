// T5 in iteration k, through GLib, C11 and libuv, with arrays on the heap, in a struct, behind a wrapper and a macro.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>

#include "../include/fake_glib.h"
#include "../include/fake_uv.h"

#define NTHREADS 6

struct reader {
	const char *path;
	long bytes;
};

struct crew {
	thrd_t thr[NTHREADS];
	struct reader reader[NTHREADS];
	int size;
};

static gpointer reader_glib(gpointer data)
{
	struct reader *reader = data;

	reader->bytes += reader->path[0];
	return NULL;
}

static int reader_c11(void *arg)
{
	return reader_glib(arg) != NULL;
}

static void reader_uv(void *arg)
{
	reader_glib(arg);
}

static GThread *reader_start(struct reader *reader)
{
	return g_thread_try_new("reader", reader_glib, reader, NULL);
}

#define TRY(expression)                 \
	do {                            \
		if (!(expression))      \
			goto failed;    \
	} while (0)

gboolean glib_bad(const char **paths, GError **error)
{
	struct reader readers[NTHREADS];
	GThread *threads[NTHREADS];

	for (int i = 0; i < NTHREADS; i++) {
		readers[i] = (struct reader){ paths[i], 0 };
		threads[i] = g_thread_try_new("reader", reader_glib, &readers[i], error); //~ ERROR E0373
		if (!threads[i])
			return FALSE;
	}
	for (int i = 0; i < NTHREADS; i++)
		g_thread_join(threads[i]);
	return TRUE;
}

// By macro and goto, with the handles on the heap.
gboolean macro_bad(const char **paths, int n)
{
	struct reader readers[64];
	GThread **threads = g_new0(GThread *, n);

	for (int i = 0; i < n && i < 64; i++) {
		readers[i] = (struct reader){ paths[i], 0 };
		TRY(threads[i] = reader_start(&readers[i])); //~ ERROR E0373
	}
	for (int i = 0; i < n && i < 64; i++)
		g_thread_join(threads[i]);
	g_free(threads);
	return TRUE;
failed:
	g_free(threads);
	return FALSE;
}

// Handles and readers in one struct.
int struct_bad(const char **paths)
{
	struct crew crew;

	for (crew.size = 0; crew.size < NTHREADS; crew.size++) {
		crew.reader[crew.size] = (struct reader){ paths[crew.size], 0 };
		if (thrd_create(&crew.thr[crew.size], reader_c11, &crew.reader[crew.size]) != thrd_success) //~ ERROR E0373
			return -1;
	}
	for (int i = 0; i < crew.size; i++)
		thrd_join(crew.thr[i], NULL);
	return 0;
}

// The failure is remembered, and then it is forgotten who runs.
int remembered_bad(const char **paths)
{
	struct reader readers[NTHREADS];
	uv_thread_t tid[NTHREADS];
	int failed = 0;

	for (int i = 0; i < NTHREADS && !failed; i++) {
		readers[i] = (struct reader){ paths[i], 0 };
		failed = uv_thread_create(&tid[i], reader_uv, &readers[i]); //~ ERROR E0373
	}
	if (failed)
		return failed;
	for (int i = 0; i < NTHREADS; i++)
		uv_thread_join(&tid[i]);
	return 0;
}

gboolean glib_ok(const char **paths, GError **error)
{
	struct reader readers[NTHREADS];
	GThread *threads[NTHREADS];
	int started;

	for (started = 0; started < NTHREADS; started++) {
		readers[started] = (struct reader){ paths[started], 0 };
		threads[started] = g_thread_try_new("reader", reader_glib, &readers[started], error);
		if (!threads[started])
			break;
	}
	for (int i = 0; i < started; i++)
		g_thread_join(threads[i]);
	return started == NTHREADS;
}

gboolean macro_ok(const char **paths, int n)
{
	struct reader readers[64];
	GThread **threads = g_new0(GThread *, 64);
	gboolean ret = FALSE;
	int i = 0;

	for (i = 0; i < n && i < 64; i++) {
		readers[i] = (struct reader){ paths[i], 0 };
		TRY(threads[i] = reader_start(&readers[i]));
	}
	ret = TRUE;
failed:
	while (i > 0)
		g_thread_join(threads[--i]);
	g_free(threads);
	return ret;
}

int struct_ok(const char **paths)
{
	struct crew crew;
	int ret = 0;

	for (crew.size = 0; crew.size < NTHREADS; crew.size++) {
		crew.reader[crew.size] = (struct reader){ paths[crew.size], 0 };
		if (thrd_create(&crew.thr[crew.size], reader_c11, &crew.reader[crew.size]) != thrd_success) {
			ret = -1;
			break;
		}
	}
	for (int i = 0; i < crew.size; i++)
		thrd_join(crew.thr[i], NULL);
	return ret;
}

int remembered_ok(const char **paths)
{
	struct reader readers[NTHREADS];
	uv_thread_t tid[NTHREADS];
	int failed = 0, running = 0;

	for (int i = 0; i < NTHREADS && !failed; i++) {
		readers[i] = (struct reader){ paths[i], 0 };
		failed = uv_thread_create(&tid[i], reader_uv, &readers[i]);
		if (!failed)
			running++;
	}
	while (running > 0)
		uv_thread_join(&tid[--running]);
	return failed;
}
// Not run: a create that fails cannot be had at will.
