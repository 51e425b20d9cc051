// SPDX-License-Identifier: MIT
// flags: -I../../../runtime/include
// Fibers of own-green, known to the checker by the words of their declarations alone.
#include <own/green.h>
#include <stdlib.h>

struct job {
	int number;
	int *sum;
};

OWN_TASK(work, struct job, j)
{
	if (j->sum)
		*j->sum += j->number;
}

OWN_TASK(add_one, int, i) { ++*i; }

int copy_bad(own_green *green, own_fiber **fiber)
{
	int sum = 0;
	struct job j = {1, &sum};
	return own_green_spawn(green, fiber, work, j, NULL); //~ ERROR E0373 `sum`
}

int copy_joined_ok(own_green *green)
{
	int sum = 0;
	struct job j = {1, &sum};
	own_fiber *fiber;
	if (own_green_spawn(green, &fiber, work, j, NULL) == 0)
		own_green_join(&fiber);
	return sum;
}

int copy_of_value_ok(own_green *green, own_fiber **fiber)
{
	int value = 3;
	return own_green_spawn(green, fiber, add_one, value, NULL);
}

int move_bad(own_green *green, own_fiber **fiber)
{
	int *value = malloc(sizeof *value), *alias = value;
	if (!value)
		return -1;
	*value = 1;
	if (own_green_spawn_move(green, fiber, add_one, &value, free) != 0) {
		free(value);
		return -1;
	}
	return *alias; //~ ERROR E0382
}

int start_bad(own_green *green, own_fiber **fiber)
{
	int *value = own_green_prepare(int), *alias = value;
	if (!value)
		return -1;
	*value = 1;
	if (own_green_start(green, fiber, add_one, &value, NULL) != 0) {
		own_green_abandon(&value);
		return -1;
	}
	return *alias; //~ ERROR E0382
}

int detached_bad(own_green *green)
{
	int sum = 0;
	struct job j = {1, &sum};
	own_fiber_options options = {.detached = true};
	int error = own_green_spawn_opts(green, NULL, work, j, NULL, &options); //~ ERROR E0373 `sum`
	return error ? error : sum;
}

int scope_ok(own_green *green)
{
	int value = 1, error = 0;
	OWN_GREEN_SCOPE(scope, green)
		error = own_green_scope_spawn(&scope, add_one, &value);
	return error ? error : value;
}

int lost_bad(own_green *green)
{
	own_fiber *fiber;
	return own_green_spawn(green, &fiber, add_one, 1, NULL); //~ WARNING unjoined_thread
}
