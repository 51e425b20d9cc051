// flags: -I../../../runtime/include
// Scopes of `own`: threads may borrow what lives outside of the block, for the block's end joins them.
#include <stdio.h>
#include <stdlib.h>

#include <own/own.h>

struct part {
	int from, to;
	long sum;
};

OWN_TASK(add_up, struct part, part)
{
	for (int i = part->from; i < part->to; i++)
		part->sum += i;
}

long borrowed_ok(void)
{
	struct part low = { 0, 50, 0 }, high = { 50, 100, 0 };

	OWN_SCOPE(scope) {
		own_scope_spawn(&scope, add_up, &low);
		own_scope_spawn(&scope, add_up, &high);
	}
	return low.sum + high.sum;
}

long array_ok(void)
{
	struct part parts[4];
	long sum = 0;

	OWN_SCOPE(scope) {
		for (int i = 0; i < 4; i++) {
			parts[i] = (struct part){ i * 10, i * 10 + 10, 0 };
			if (own_scope_spawn(&scope, add_up, &parts[i]) != 0)
				abort();
		}
	}
	for (int i = 0; i < 4; i++)
		sum += parts[i].sum;
	return sum;
}

// Every way out joins.
long early_ok(int early)
{
	struct part part = { 0, 50, 0 };

	OWN_SCOPE(scope) {
		own_scope_spawn(&scope, add_up, &part);
		if (early)
			return -1;
	}
	return part.sum;
}

// The part is declared inside the scope's block, and ends before the threads are joined.
long inside_bad(void)
{
	long sum = 0;

	OWN_SCOPE(scope) {
		struct part part = { 0, 50, 0 };

		own_scope_spawn(&scope, add_up, &part); //~ ERROR E0597
		sum = 1;
	}
	return sum;
}

// Written while the thread may read it.
long written_bad(void)
{
	struct part part = { 0, 50, 0 };

	OWN_SCOPE(scope) {
		own_scope_spawn(&scope, add_up, &part);
		part.to = 60; //~ ERROR E0506
	}
	return part.sum;
}

// Freed inside the scope.
long freed_bad(void)
{
	struct part *part = calloc(1, sizeof *part);
	long sum = 0;

	if (!part)
		return -1;
	OWN_SCOPE(scope) {
		own_scope_spawn(&scope, add_up, part);
		sum = 2;
		free(part); //~ ERROR E0505
	}
	return sum;
}

long freed_after_ok(void)
{
	struct part *part = calloc(1, sizeof *part);
	long sum;

	if (!part)
		return -1;
	OWN_SCOPE(scope) {
		own_scope_spawn(&scope, add_up, part);
	}
	sum = part->sum;
	free(part);
	return sum;
}
// Not run here: the runtime has tests of its own.
