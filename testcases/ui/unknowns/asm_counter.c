// SPDX-License-Identifier: MIT
// Item 8: a count that inline assembly takes down and looks at may be a wait. Where the thread has no such thing, or the
// loop asks nothing of the kind, it is none.
#include <pthread.h>
#include <stdlib.h>

static unsigned left;

static unsigned load(const unsigned *p)
{
	unsigned r;
	__asm__ __volatile__("movl %1, %0" : "=r"(r) : "m"(*p) : "memory");
	return r;
}

static void decrement(unsigned *p)
{
	__asm__ __volatile__("lock decl %0" : "+m"(*p) : : "memory", "cc");
}

struct task {
	int input;
};

static void *consume(void *arg)
{
	struct task *task = arg;
	void *result = task->input ? arg : NULL;
	decrement(&left);
	return result;
}

int spins_ok(int input)
{
	struct task task = {input};
	pthread_t thread;
	left = 1;
	if (pthread_create(&thread, NULL, consume, &task) != 0)
		exit(1);
	pthread_detach(thread);
	for (;;) {
		if (load(&left) == 0)
			break;
	}
	return 0;
}

int looks_once_bad(int input)
{
	struct task task = {input};
	pthread_t thread;
	left = 1;
	if (pthread_create(&thread, NULL, consume, &task) != 0) //~ ERROR E0373
		exit(1);
	pthread_detach(thread);
	return load(&left) == 0;
}

int counts_by_itself_bad(int input)
{
	struct task task = {input};
	pthread_t thread;
	left = 1;
	if (pthread_create(&thread, NULL, consume, &task) != 0) //~ ERROR E0373
		exit(1);
	pthread_detach(thread);
	for (int i = 0; i < input; i++)
		decrement(&left);
	return 0;
}

static void *consume_silently(void *arg)
{
	struct task *task = arg;
	return task->input ? arg : NULL;
}

int spins_for_nobody_bad(int input)
{
	struct task task = {input};
	pthread_t thread;
	if (pthread_create(&thread, NULL, consume_silently, &task) != 0) //~ ERROR E0373
		exit(1);
	pthread_detach(thread);
	while (load(&left) != 0)
		;
	return 0;
}

// What only assembly writes is borrowed all the same.
static void *decrement_only(void *arg)
{
	decrement(arg);
	return NULL;
}

int written_bad(void)
{
	unsigned count = 2;
	pthread_t thread;
	if (pthread_create(&thread, NULL, decrement_only, &count) != 0) //~ ERROR E0373
		exit(1);
	return pthread_detach(thread);
}
