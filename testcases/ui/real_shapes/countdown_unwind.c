// Real shape: count-down unwinding: on failure what was started is taken down in reverse order.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STAGES 3

struct stage {
	pthread_t tid;
	int stop;
	int order;
};

static void *stage_run(void *arg)
{
	volatile struct stage *stage = arg;

	usleep(20 * 1000);
	for (int i = 0; i < 100 && !stage->stop; i++)
		usleep(10 * (unsigned)stage->order);
	return NULL;
}

int goto_ladder_ok(void)
{
	struct stage reader = { .order = 1 }, filter = { .order = 2 }, writer = { .order = 3 };
	int ret = -1;

	if (pthread_create(&reader.tid, NULL, stage_run, &reader))
		goto out;
	if (pthread_create(&filter.tid, NULL, stage_run, &filter))
		goto stop_reader;
	if (pthread_create(&writer.tid, NULL, stage_run, &writer))
		goto stop_filter;
	ret = 0;
	pthread_join(writer.tid, NULL);
stop_filter:
	pthread_join(filter.tid, NULL);
stop_reader:
	pthread_join(reader.tid, NULL);
out:
	return ret;
}

int unwind_loop_ok(void)
{
	struct stage stages[STAGES];
	int i;

	for (i = 0; i < STAGES; i++) {
		stages[i] = (struct stage){ .order = i };
		if (pthread_create(&stages[i].tid, NULL, stage_run, &stages[i]))
			goto unwind;
	}
	for (i = 0; i < STAGES; i++)
		pthread_join(stages[i].tid, NULL);
	return 0;
unwind:
	while (--i >= 0)
		pthread_join(stages[i].tid, NULL);
	return -1;
}

// The ladder has a rung missing: where the writer fails, the filter is left running.
int missing_rung_bad(void)
{
	struct stage reader = { .order = 1 }, filter = { .order = 2 }, writer = { .order = 3 };
	int ret = -1;

	if (pthread_create(&reader.tid, NULL, stage_run, &reader))
		goto out;
	if (pthread_create(&filter.tid, NULL, stage_run, &filter)) //~ ERROR E0373
		goto stop_reader;
	if (pthread_create(&writer.tid, NULL, stage_run, &writer))
		goto stop_reader;
	ret = 0;
	pthread_join(writer.tid, NULL);
	pthread_join(filter.tid, NULL);
stop_reader:
	pthread_join(reader.tid, NULL);
out:
	return ret;
}
