// SPDX-License-Identifier: MIT
// T2': of an object of which a thread reads very many fields, the one that it leaves alone may still be assigned.
#include <pthread.h>
#include <stdlib.h>

struct engine {
	int nthreads;
	int f0, f1, f2, f3, f4, f5, f6, f7, f8, f9;
	int f10, f11, f12, f13, f14, f15, f16, f17, f18, f19;
	int f20, f21, f22, f23, f24, f25, f26, f27, f28, f29;
	int f30, f31, f32, f33, f34, f35, f36, f37, f38, f39;
	int f40, f41, f42, f43, f44, f45, f46, f47, f48, f49;
};

void engine_log(const void *what);

static void *run(void *arg)
{
	const struct engine *e = arg;
	int sum = 0;
	engine_log(e);
	sum += e->f0 + e->f1 + e->f2 + e->f3 + e->f4 + e->f5 + e->f6 + e->f7 + e->f8 + e->f9;
	sum += e->f10 + e->f11 + e->f12 + e->f13 + e->f14 + e->f15 + e->f16 + e->f17 + e->f18 + e->f19;
	sum += e->f20 + e->f21 + e->f22 + e->f23 + e->f24 + e->f25 + e->f26 + e->f27 + e->f28 + e->f29;
	sum += e->f30 + e->f31 + e->f32 + e->f33 + e->f34 + e->f35 + e->f36 + e->f37 + e->f38 + e->f39;
	sum += e->f40 + e->f41 + e->f42 + e->f43 + e->f44 + e->f45 + e->f46 + e->f47 + e->f48 + e->f49;
	return sum ? arg : NULL;
}

int unread_ok(struct engine *e)
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, run, e) != 0)
		return 1;
	e->nthreads = 1;
	pthread_join(thread, NULL);
	return 0;
}

int read_bad(struct engine *e)
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, run, e) != 0)
		return 1;
	e->f0 = 1; //~ ERROR E0506
	pthread_join(thread, NULL);
	return 0;
}
