// T9: wrappers that are macros and inline functions of a portability header, as xz, x264 and zstd have them.
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// The header's part: an inline function that blocks signals around the create.
static inline int mythread_create(pthread_t *thread, void *(*func)(void *), void *arg)
{
	sigset_t old, all;
	int ret;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	ret = pthread_create(thread, NULL, func, arg);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return ret;
}

static inline int mythread_join(pthread_t thread)
{
	return pthread_join(thread, NULL);
}

#define ZTHREAD_create(a, b, c, d) pthread_create((a), (b), (c), (d))
#define ZTHREAD_join(a) pthread_join((a), NULL)

#define TRY(call)                        \
	do {                             \
		if ((call) != 0)         \
			return false;    \
	} while (0)

struct coder {
	const unsigned char *in;
	size_t in_size;
	unsigned crc;
	bool finished;
};

static void *coder_run(void *arg)
{
	struct coder *coder = arg;

	usleep(20 * 1000);
	for (size_t i = 0; i < coder->in_size; i++)
		coder->crc = (coder->crc << 1) ^ coder->in[i];
	coder->finished = true;
	return NULL;
}

bool inline_wrapper_bad(const unsigned char *in, size_t size)
{
	struct coder coder = { in, size, 0, false };
	pthread_t tid;

	if (mythread_create(&tid, coder_run, &coder)) //~ ERROR E0373
		return false;
	return coder.finished;
}

bool macro_in_macro_bad(const unsigned char *in, size_t size)
{
	struct coder coder = { in, size, 0, false };
	pthread_t tid;

	TRY(ZTHREAD_create(&tid, NULL, coder_run, &coder)); //~ ERROR E0373
	TRY(size > 1 << 20);
	TRY(ZTHREAD_join(tid));
	return coder.finished;
}

bool second_try_bad(const unsigned char *in, size_t size)
{
	struct coder coder = { in, size, 0, false };
	static struct coder other;
	pthread_t a, b;

	TRY(mythread_create(&a, coder_run, &coder)); //~ ERROR E0373
	TRY(mythread_create(&b, coder_run, &other));
	mythread_join(b);
	mythread_join(a);
	return coder.finished;
}

bool inline_wrapper_ok(const unsigned char *in, size_t size)
{
	struct coder coder = { in, size, 0, false };
	pthread_t tid;

	if (mythread_create(&tid, coder_run, &coder))
		return false;
	mythread_join(tid);
	return coder.finished;
}

bool macro_in_macro_ok(const unsigned char *in, size_t size)
{
	struct coder coder = { in, size, 0, false };
	pthread_t tid;

	TRY(size > 1 << 20);
	TRY(ZTHREAD_create(&tid, NULL, coder_run, &coder));
	TRY(ZTHREAD_join(tid));
	return coder.finished;
}

bool both_tried_ok(const unsigned char *in, size_t size)
{
	struct coder coder = { in, size, 0, false }, other = { in, size, 0, false };
	pthread_t a, b;
	bool second;

	TRY(mythread_create(&a, coder_run, &coder));
	second = mythread_create(&b, coder_run, &other) == 0;
	if (second)
		mythread_join(b);
	mythread_join(a);
	return coder.finished && second && other.finished;
}

#ifdef RUN
#include "../include/run.h"
static const unsigned char run_bytes[4] = { 1, 2, 3, 4 };
RUN_MAIN(RUN_BAD(inline_wrapper_bad(run_bytes, 4)) RUN_OK(inline_wrapper_ok(run_bytes, 4))
		RUN_OK(macro_in_macro_ok(run_bytes, 4)) RUN_OK(both_tried_ok(run_bytes, 4)))
#endif
