// Seven threads that each may or may not be started make 128 states of a function that goes on for
// long. What borrows from the frame is decided all the same.
#include <pthread.h>
#include <stddef.h>

struct service {
	pthread_t tid;
	int wanted, rounds;
};

static struct service services[7], cleaner, sampler, writer, reader, logger, prober, keeper;

static void *serve(void *arg)
{
	struct service *service = arg;
	service->rounds++;
	return NULL;
}

// What start_all does, but in the function itself.
#define START(service) ((service).wanted ? pthread_create(&(service).tid, NULL, serve, &(service)) : 0)
#define START_ALL() \
	(START(cleaner), START(sampler), START(writer), START(reader), START(logger), START(prober), START(keeper))

static void start(struct service *service)
{
	if (service->wanted)
		pthread_create(&service->tid, NULL, serve, service);
}

static void start_all(void)
{
	start(&cleaner);
	start(&sampler);
	start(&writer);
	start(&reader);
	start(&logger);
	start(&prober);
	start(&keeper);
}

int counted_ok(int rounds)
{
	struct service own = {.rounds = rounds};
	START_ALL();
	if (pthread_create(&own.tid, NULL, serve, &own) != 0)
		return -1;
	for (int i = 0; i < rounds; i++)
		services[i % 7].rounds++;
	pthread_join(own.tid, NULL);
	return own.rounds;
}

int left_running_bad(int rounds)
{
	struct service own = {.rounds = rounds};
	START_ALL();
	if (pthread_create(&own.tid, NULL, serve, &own) != 0) //~ ERROR E0373
		return -1;
	for (int i = 0; i < rounds; i++)
		if (services[i % 7].rounds > rounds)
			return -1;
	pthread_join(own.tid, NULL);
	return own.rounds;
}

int in_callee_ok(int rounds)
{
	struct service own = {.rounds = rounds};
	start_all();
	if (pthread_create(&own.tid, NULL, serve, &own) != 0)
		return -1;
	pthread_join(own.tid, NULL);
	return own.rounds;
}
