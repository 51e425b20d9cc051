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
	if (cleaner.wanted)
		pthread_create(&cleaner.tid, NULL, serve, &cleaner);
	if (sampler.wanted)
		pthread_create(&sampler.tid, NULL, serve, &sampler);
	if (writer.wanted)
		pthread_create(&writer.tid, NULL, serve, &writer);
	if (reader.wanted)
		pthread_create(&reader.tid, NULL, serve, &reader);
	if (logger.wanted)
		pthread_create(&logger.tid, NULL, serve, &logger);
	if (prober.wanted)
		pthread_create(&prober.tid, NULL, serve, &prober);
	if (keeper.wanted)
		pthread_create(&keeper.tid, NULL, serve, &keeper);
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
	if (cleaner.wanted)
		pthread_create(&cleaner.tid, NULL, serve, &cleaner);
	if (sampler.wanted)
		pthread_create(&sampler.tid, NULL, serve, &sampler);
	if (writer.wanted)
		pthread_create(&writer.tid, NULL, serve, &writer);
	if (reader.wanted)
		pthread_create(&reader.tid, NULL, serve, &reader);
	if (logger.wanted)
		pthread_create(&logger.tid, NULL, serve, &logger);
	if (prober.wanted)
		pthread_create(&prober.tid, NULL, serve, &prober);
	if (keeper.wanted)
		pthread_create(&keeper.tid, NULL, serve, &keeper);
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
