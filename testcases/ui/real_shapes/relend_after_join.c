// Real shape: the same local lent again after its join, in sequence or in each iteration, with the same handle.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct pass {
	int number;
	int input;
	long result;
};

static void *pass_run(void *arg)
{
	struct pass *pass = arg;

	usleep(20 * 1000);
	pass->result += pass->number * pass->input;
	return NULL;
}

long in_sequence_ok(int input)
{
	struct pass pass = { 1, input, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, pass_run, &pass) != 0)
		return -1;
	pthread_join(tid, NULL);
	pass.number = 2;
	if (pthread_create(&tid, NULL, pass_run, &pass) != 0)
		return -1;
	pthread_join(tid, NULL);
	return pass.result;
}

long per_iteration_ok(const int *inputs, int n)
{
	struct pass pass = { 0, 0, 0 };
	pthread_t tid;

	for (int i = 0; i < n; i++) {
		pass.number = i;
		pass.input = inputs[i];
		if (pthread_create(&tid, NULL, pass_run, &pass))
			break;
		if (pthread_join(tid, NULL))
			break;
	}
	return pass.result;
}

long two_rounds_ok(int rounds)
{
	struct pass even = { 2, 1, 0 }, odd = { 3, 1, 0 };
	pthread_t tids[2];

	while (rounds-- > 0) {
		pthread_create(&tids[0], NULL, pass_run, &even);
		pthread_create(&tids[1], NULL, pass_run, &odd);
		pthread_join(tids[0], NULL);
		pthread_join(tids[1], NULL);
	}
	return even.result + odd.result;
}

// Joined after the first pass, forgotten after the second.
long second_forgotten_bad(int input)
{
	struct pass pass = { 1, input, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, pass_run, &pass) != 0)
		return -1;
	pthread_join(tid, NULL);
	if (pthread_create(&tid, NULL, pass_run, &pass) != 0) //~ ERROR E0373
		return -1;
	return pass.result;
}

#ifdef RUN
#include "../include/run.h"
static const int run_inputs[] = { 1, 2 };
RUN_MAIN(RUN_BAD(second_forgotten_bad(2)) RUN_OK(in_sequence_ok(2)) RUN_OK(per_iteration_ok(run_inputs, 2))
		RUN_OK(two_rounds_ok(2)))
#endif
