// T2: the result of the create goes where the thread puts its own: whichever comes last stays, and the test that is to
// tell whether there is a thread to join asks for either.
#include <pthread.h>
#include <string.h>

struct part {
	pthread_t thread;
	int ret, failed;
	int number;
};

static void *work(void *arg)
{
	struct part *part = arg;

	part->ret = part->number > 3 ? -1 : 0;
	return NULL;
}

int results_mixed_bad(unsigned threads)
{
	struct part parts[threads];
	int ret = 0;

	memset(parts, 0, sizeof parts);
	for (unsigned i = 0; i < threads; i++)
		parts[i].ret = pthread_create(&parts[i].thread, NULL, work, &parts[i]); //~ ERROR E0506
	for (unsigned i = 0; i < threads; i++) {
		if (parts[i].ret == 0)
			parts[i].ret = pthread_join(parts[i].thread, NULL);
		if (parts[i].ret != 0)
			ret = parts[i].ret;
		parts[i].number = 0;
	}
	return ret;
}

int results_apart_ok(unsigned threads)
{
	struct part parts[threads];
	int ret = 0;

	memset(parts, 0, sizeof parts);
	for (unsigned i = 0; i < threads; i++)
		parts[i].failed = pthread_create(&parts[i].thread, NULL, work, &parts[i]);
	for (unsigned i = 0; i < threads; i++) {
		if (parts[i].failed == 0)
			parts[i].failed = pthread_join(parts[i].thread, NULL);
		if (parts[i].ret != 0)
			ret = parts[i].ret;
		parts[i].number = 0;
	}
	return ret;
}

int cleared_before_ok(void)
{
	struct part part = {.number = 2};

	part.ret = 0;
	if (pthread_create(&part.thread, NULL, work, &part) != 0)
		return -1;
	pthread_join(part.thread, NULL);
	part.failed = part.ret;
	part.ret = 0;
	return part.failed;
}

int cleared_too_late_bad(void)
{
	struct part part = {.number = 2};

	if (pthread_create(&part.thread, NULL, work, &part) != 0)
		return -1;
	part.ret = 0; //~ ERROR E0506
	pthread_join(part.thread, NULL);
	return part.ret;
}
