// A callee that starts one thread on each of its ways, with more or less done before: however
// many calls of it there are, all their threads are followed.
#include <pthread.h>
#include <stdlib.h>

struct task {
	pthread_t thread;
	int mode, verbose;
	struct task *parent;
	int *input;
};

static void *work(void *argument)
{
	struct task *task = argument;
	return task->input && *task->input ? NULL : argument;
}

static struct task *task_start(int mode, int *input)
{
	struct task *task = calloc(1, sizeof *task);
	if (!task)
		exit(1);
	task->input = input;
	if (mode == 1) {
		task->mode = 1;
		task->verbose = 1;
	} else if (mode > 1) {
		task->verbose = 2;
		task->parent = task;
		task->mode = 3;
	}
	if (pthread_create(&task->thread, NULL, work, task) != 0)
		exit(1);
	return task;
}

static void task_join(struct task *task)
{
	pthread_join(task->thread, NULL);
	free(task);
}

static int five_ok(const int *mode)
{
	int input = 1;
	struct task *a = task_start(mode[0], &input), *b = task_start(mode[1], &input), *c = task_start(mode[2], &input);
	struct task *d = task_start(mode[3], &input), *e = task_start(mode[4], &input);
	if (mode[0] == mode[4])
		a->verbose = 1;
	task_join(a);
	task_join(b);
	task_join(c);
	task_join(d);
	task_join(e);
	return 0;
}

static int five_bad(const int *mode)
{
	int input = 1;
	struct task *a = task_start(mode[0], &input), *b = task_start(mode[1], &input), *c = task_start(mode[2], &input);
	struct task *d = task_start(mode[3], &input), *e = task_start(mode[4], &input); //~ ERROR E0373
	if (mode[0] == mode[4])
		a->verbose = 1;
	task_join(a);
	task_join(b);
	task_join(c);
	task_join(d);
	return e->verbose;
}
int main(int argc, char **argv)
{
	(void)argv;
	int mode[5] = {argc};
	return five_ok(mode) + five_bad(mode);
}
