// SPDX-License-Identifier: MIT
// T22: after the start a callee fills more fields of the object than its summary tells apart, or the thread
// does: the handle that lies in there too is not lost.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define EACH_TABLE(X) X(a) X(b) X(c) X(d) X(e) X(f) X(g) X(h) X(i) X(j) X(k) X(l) X(m) X(n) X(o) X(p) X(q) X(r) \
	X(s) X(t) X(u) X(v) X(w) X(x) X(y) X(z)

struct encoder {
#define TABLE(name) short name[128];
	EACH_TABLE(TABLE)
	pthread_t thread;
};

static void *filter(void *arg)
{
	return arg;
}

static void tables_fill(struct encoder *encoder, short value)
{
	for (int at = 0; at < 128; at++) {
#define FILL(name) encoder->name[at] = value;
		EACH_TABLE(FILL)
	}
}

static void *fill(void *arg)
{
	tables_fill(arg, 1);
	return NULL;
}

struct encoder *filled_ok(short value)
{
	struct encoder *encoder = malloc(sizeof *encoder);
	if (!encoder || pthread_create(&encoder->thread, NULL, filter, NULL) != 0)
		abort();
	tables_fill(encoder, value);
	return encoder;
}

struct encoder *fills_itself_ok(void)
{
	struct encoder *encoder = malloc(sizeof *encoder);
	if (!encoder || pthread_create(&encoder->thread, NULL, fill, encoder) != 0)
		abort();
	return encoder;
}

static void encoder_start(struct encoder *encoder, short value)
{
	if (pthread_create(&encoder->thread, NULL, filter, NULL) != 0)
		abort();
	tables_fill(encoder, value);
}

int filled_below_ok(short value)
{
	struct encoder *encoder = malloc(sizeof *encoder);
	if (!encoder)
		return 1;
	encoder_start(encoder, value);
	pthread_join(encoder->thread, NULL);
	free(encoder);
	return 0;
}

static void encoder_reset(struct encoder *encoder)
{
	tables_fill(encoder, 0);
}

struct encoder *filled_deeper_ok(void)
{
	struct encoder *encoder = malloc(sizeof *encoder);
	if (!encoder || pthread_create(&encoder->thread, NULL, filter, NULL) != 0)
		abort();
	encoder_reset(encoder);
	return encoder;
}

int another_is_filled_bad(struct encoder *other, short value)
{
	struct encoder encoder;
	if (pthread_create(&encoder.thread, NULL, filter, NULL) != 0) //~ WARNING unjoined_thread is lost
		abort();
	tables_fill(other, value);
	return other->a[0];
}

short filled_before_bad(short value)
{
	struct encoder encoder;
	tables_fill(&encoder, value);
	if (pthread_create(&encoder.thread, NULL, filter, NULL) != 0) //~ WARNING unjoined_thread is lost
		abort();
	return encoder.a[0];
}

int cleared_bad(void)
{
	struct encoder encoder;
	if (pthread_create(&encoder.thread, NULL, filter, NULL) != 0) //~ WARNING unjoined_thread is lost
		abort();
	memset(&encoder, 0, sizeof encoder);
	return encoder.a[0];
}
