// T10 with `*p = *arg`, with the copy made by the caller, and with a copy made too late.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct timer {
	unsigned delay_us;
	int repeat;
	int *fired;
};

static int fired_total;

static void *timer_main(void *arg)
{
	struct timer *timer = arg;

	for (int i = 0; i < timer->repeat; i++) {
		usleep(timer->delay_us);
		++*timer->fired;
	}
	free(timer);
	return NULL;
}

static int timer_start(const struct timer *template)
{
	struct timer *timer = malloc(sizeof *timer);
	pthread_t tid;

	if (!timer)
		return -1;
	*timer = *template;
	if (pthread_create(&tid, NULL, timer_main, timer) != 0) {
		free(timer);
		return -1;
	}
	return pthread_detach(tid);
}

// Copies field by field, as careful people do.
static int timer_start_fields(const struct timer *template, int *fired)
{
	struct timer *timer = calloc(1, sizeof *timer);
	pthread_t tid;

	if (!timer)
		return -1;
	timer->delay_us = template->delay_us;
	timer->repeat = template->repeat;
	timer->fired = fired;
	if (pthread_create(&tid, NULL, timer_main, timer) != 0) {
		free(timer);
		return -1;
	}
	return pthread_detach(tid);
}

// Copies in the thread: too late, the template may be gone by then.
static void *timer_main_late(void *arg)
{
	const struct timer *template = arg;
	struct timer *copy;

	usleep(20 * 1000);
	copy = malloc(sizeof *copy);
	if (!copy)
		return NULL;
	*copy = *template;
	return timer_main(copy);
}

static int timer_start_late(struct timer *template)
{
	pthread_t tid;

	if (pthread_create(&tid, NULL, timer_main_late, template) != 0)
		return -1;
	return pthread_detach(tid);
}

int assign_ok(void)
{
	struct timer timer = { 20 * 1000, 2, &fired_total };

	return timer_start(&timer);
}

int assign_field_bad(void)
{
	int fired = 0;
	struct timer timer = { 20 * 1000, 2, &fired };

	return timer_start(&timer); //~ ERROR E0373
}

// The template's pointer is not taken over.
int fields_ok(void)
{
	int fired = 0;
	struct timer timer = { 20 * 1000, 2, &fired };

	return timer_start_fields(&timer, &fired_total);
}

int fields_bad(void)
{
	int fired = 0;
	struct timer timer = { 20 * 1000, 2, &fired_total };

	return timer_start_fields(&timer, &fired); //~ ERROR E0373
}

int late_copy_bad(void)
{
	struct timer timer = { 20 * 1000, 2, &fired_total };

	return timer_start_late(&timer); //~ ERROR E0373
}

int late_copy_static_ok(void)
{
	static struct timer timer = { 20 * 1000, 2, &fired_total };

	return timer_start_late(&timer);
}

int literal_template_ok(void)
{
	return timer_start(&(struct timer){ .delay_us = 1000, .repeat = 1, .fired = &fired_total });
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(assign_field_bad()) RUN_BAD(fields_bad()) RUN_BAD(late_copy_bad()) RUN_OK(assign_ok())
		RUN_OK(fields_ok()) RUN_OK(late_copy_static_ok()) RUN_OK(literal_template_ok()))
#endif
