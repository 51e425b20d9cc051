// SPDX-License-Identifier: MIT
// T2: the thread looks at an atomic flag once, and touches the error only where it is not set any more: as long as
// it stays as it was when the thread was started, nobody comes there.
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#define MAX_TRIES 4

struct race {
	volatile bool starting;
	_Atomic bool stopped;
	int error;
	int done[MAX_TRIES];
	pthread_mutex_t lock;
};

static bool load(const volatile bool *flag)
{
	return __atomic_load_n(flag, __ATOMIC_SEQ_CST);
}

static void store(volatile bool *flag, bool value)
{
	__atomic_store_n(flag, value, __ATOMIC_SEQ_CST);
}

static bool errors_gather(struct race *race)
{
	if (load(&race->starting))
		return false;
	race->error = race->done[0];
	return true;
}

static void *try_once(void *arg)
{
	struct race *race = arg;
	bool active = load(&race->starting);
	pthread_mutex_lock(&race->lock);
	for (int i = 0; i < MAX_TRIES && !active; i++)
		active = race->done[i] == 0;
	pthread_mutex_unlock(&race->lock);
	if (active || race->error != 0)
		return NULL;
	errors_gather(race);
	return NULL;
}

static bool launch(struct race *race)
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, try_once, race) != 0)
		return false;
	pthread_detach(thread);
	return true;
}

int shut_ok(struct race *race, int given)
{
	store(&race->starting, true);
	for (int i = 0; i < MAX_TRIES; i++) {
		if (!launch(race))
			return 1;
		if (given == i) {
			race->error = given;
			return 2;
		}
	}
	store(&race->starting, false);
	return 0;
}

int opened_bad(struct race *race, int given)
{
	store(&race->starting, true);
	for (int i = 0; i < MAX_TRIES; i++)
		if (!launch(race))
			return 1;
	store(&race->starting, false);
	race->error = given; //~ ERROR E0506 race->error
	return 0;
}

int never_shut_bad(struct race *race, int given)
{
	store(&race->starting, false);
	if (!launch(race))
		return 1;
	store(&race->starting, true);
	race->error = given; //~ ERROR E0506 race->error
	return 0;
}

// A flag that ends what the thread does keeps nobody out.
static void *until_stopped(void *arg)
{
	struct race *race = arg;
	while (!atomic_load(&race->stopped))
		race->done[0] += race->error;
	return NULL;
}

int not_stopped_bad(int given)
{
	struct race race = {.error = 1};
	pthread_t thread;
	atomic_store(&race.stopped, false);
	if (pthread_create(&thread, NULL, until_stopped, &race) != 0)
		return 1;
	race.error = given; //~ ERROR E0506 race.error
	atomic_store(&race.stopped, true);
	pthread_join(thread, NULL);
	return 0;
}

// Nor one that the thread looks at only afterwards.
static void *asks_late(void *arg)
{
	struct race *race = arg;
	int error = race->error;
	return atomic_load(&race->stopped) ? arg : (void *)(long)error;
}

int asked_late_bad(int given)
{
	struct race race = {.error = 1};
	pthread_t thread;
	atomic_store(&race.stopped, true);
	if (pthread_create(&thread, NULL, asks_late, &race) != 0)
		return 1;
	race.error = given; //~ ERROR E0506 race.error
	pthread_join(thread, NULL);
	return 0;
}
