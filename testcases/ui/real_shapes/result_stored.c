// Real shape: the create's result is stored (variable, array slot, struct field) and tested statements later.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct slot {
	pthread_t tid;
	int ret;
	long output;
};

static void *slot_run(void *arg)
{
	struct slot *slot = arg;

	usleep(20 * 1000);
	slot->output += 42;
	return NULL;
}

long variable_ok(void)
{
	struct slot slot = { .output = 0 };
	int ret = pthread_create(&slot.tid, NULL, slot_run, &slot);
	const char *state = ret ? "failed" : "running";

	printf("slot: %s\n", state);
	if (ret)
		return -1;
	pthread_join(slot.tid, NULL);
	return slot.output;
}

long struct_field_ok(void)
{
	struct slot a = { .output = 0 }, b = { .output = 1 };

	a.ret = pthread_create(&a.tid, NULL, slot_run, &a);
	b.ret = pthread_create(&b.tid, NULL, slot_run, &b);
	if (a.ret == 0)
		pthread_join(a.tid, NULL);
	if (b.ret == 0)
		pthread_join(b.tid, NULL);
	return a.output + b.output;
}

long negated_ok(void)
{
	struct slot slot = { .output = 0 };
	const int ok = !pthread_create(&slot.tid, NULL, slot_run, &slot);

	if (ok)
		pthread_join(slot.tid, NULL);
	return slot.output;
}

// The results are crossed: b's join stands under a's result.
long crossed_bad(void)
{
	struct slot a = { .output = 0 }, b = { .output = 1 };
	int a_ret, b_ret;

	a_ret = pthread_create(&a.tid, NULL, slot_run, &a);
	b_ret = pthread_create(&b.tid, NULL, slot_run, &b); //~ ERROR E0373
	if (a_ret == 0)
		pthread_join(a.tid, NULL);
	if (a_ret == 0)
		pthread_join(b.tid, NULL);
	return a.output + b_ret;
}
