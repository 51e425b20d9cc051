// SPDX-License-Identifier: MIT
// The first program that one would write, without any feature macro.
#include <own/own.h>
#include <stdio.h>

struct job {
	int from, to;
	long sum;
};

OWN_TASK(add_up, struct job, j)
{
	for (int i = j->from; i <= j->to; i++)
		j->sum += i;
}

int main(void)
{
	struct job job = {1, 100, 0};
	own_thread *thread = NULL;
	long sum = 0;

	if (own_spawn_back(&thread, add_up, job) != 0 || own_join_back(&thread, &job) != 0)
		return 1;
	OWN_SCOPE(scope) {
		struct job halves[2] = {{1, 50, 0}, {51, 100, 0}};
		for (int i = 0; i < 2; i++)
			if (own_scope_spawn(&scope, add_up, &halves[i]) != 0)
				return 1;
		if (own_scope_join(&scope) != 0)
			return 1;
		sum = halves[0].sum + halves[1].sum;
	}
	printf("%ld %ld\n", job.sum, sum);
	return job.sum == 5050 && sum == 5050 ? 0 : 1;
}
