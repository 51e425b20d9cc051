// T19: compound literals at block scope: a struct, an array, a scalar, one inside another.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

struct range {
	int first, last;
};

struct query {
	struct range *range;
	const int *weights;
	int result;
};

static const struct timespec moment = { .tv_nsec = 20 * 1000 * 1000 };

static int query_run(void *arg)
{
	struct query *query = arg;

	thrd_sleep(&moment, NULL);
	for (int i = query->range->first; i < query->range->last; i++)
		query->result += query->weights[i];
	return 0;
}

static int sum_ints(void *arg)
{
	int *ints = arg, sum = 0;

	thrd_sleep(&moment, NULL);
	for (int i = 0; ints[i]; i++)
		sum += ints[i];
	return sum;
}

static const int ones[4] = { 1, 1, 1, 1 };
static struct range all = { 0, 4 };

static thrd_t start(thrd_start_t fn, void *arg)
{
	thrd_t thr;

	if (thrd_create(&thr, fn, arg) != thrd_success)
		abort();
	return thr;
}

void struct_literal_bad(void)
{
	thrd_detach(start(query_run, &(struct query){ .range = &all, .weights = ones })); //~ ERROR E0373
}

void array_literal_bad(int n)
{
	thrd_t thr = start(sum_ints, (int[]){ n, n + 1, 0 }); //~ ERROR E0373

	thrd_detach(thr);
}

// The outer struct is static, the range that its field got is a literal of this block.
void literal_in_field_bad(int n)
{
	static struct query query = { .weights = ones };

	query.range = &(struct range){ 0, n };
	thrd_detach(start(query_run, &query)); //~ ERROR E0373
}

int struct_literal_ok(void)
{
	struct query *query = &(struct query){ .range = &all, .weights = ones };

	thrd_join(start(query_run, query), NULL);
	return query->result;
}

int array_literal_ok(int n)
{
	int sum = 0;

	thrd_join(start(sum_ints, (int[]){ n, n + 1, 0 }), &sum);
	return sum;
}

// The literal is only the source of a copy.
int literal_copied_ok(int n)
{
	static struct range range;
	static struct query query = { .weights = ones, .range = &range };

	range = (struct range){ 0, n };
	thrd_detach(start(query_run, &query));
	return 0;
}

static int *const constant_list = (int[]){ 3, 2, 1, 0 };

int file_scope_literal_ok(void)
{
	thrd_detach(start(sum_ints, constant_list));
	return 0;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD((struct_literal_bad(), 0)) RUN_BAD((array_literal_bad(1), 0)) RUN_BAD((literal_in_field_bad(3), 0))
		RUN_OK(struct_literal_ok()) RUN_OK(array_literal_ok(1)) RUN_OK(literal_copied_ok(3))
		RUN_OK(file_scope_literal_ok()))
#endif
