// T17': the owner is a struct in a struct, or an element of an array; a whole set is started and stopped by helpers.
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct pump {
	pthread_t tid;
	bool started;
	long moved;
};

struct station {
	const char *name;
	struct pump inlet, outlet;
};

static void *pump_main(void *arg)
{
	struct pump *pump = arg;

	usleep(20 * 1000);
	pump->moved += 10;
	return NULL;
}

static bool pump_start(struct pump *pump)
{
	pump->moved = 0;
	pump->started = pthread_create(&pump->tid, NULL, pump_main, pump) == 0;
	return pump->started;
}

static long pump_stop(struct pump *pump)
{
	if (pump->started)
		pthread_join(pump->tid, NULL);
	pump->started = false;
	return pump->moved;
}

static bool station_start(struct station *station)
{
	if (!pump_start(&station->inlet))
		return false;
	if (!pump_start(&station->outlet)) {
		pump_stop(&station->inlet);
		return false;
	}
	return true;
}

static long station_stop(struct station *station)
{
	return pump_stop(&station->inlet) + pump_stop(&station->outlet);
}

long station_ok(void)
{
	struct station station = { .name = "north" };

	if (!station_start(&station))
		return -1;
	return station_stop(&station);
}

long one_pump_ok(void)
{
	struct station station = { .name = "south" };

	if (!pump_start(&station.outlet))
		return -1;
	return pump_stop(&station.outlet);
}

bool caller_owns_ok(struct station *station)
{
	return station_start(station);
}

long one_pump_bad(void)
{
	struct station station = { .name = "west" };

	if (!pump_start(&station.inlet)) //~ ERROR E0373
		return -1;
	return station.inlet.moved;
}

// The pump that was started is not the one that is stopped.
long other_pump_bad(void)
{
	struct station station = { .name = "east" };

	if (!pump_start(&station.inlet)) //~ ERROR E0373
		return -1;
	return pump_stop(&station.outlet);
}

// Stopped only if somebody looks at the result.
long stop_forgotten_bad(bool report)
{
	struct pump pump;

	if (!pump_start(&pump)) //~ ERROR E0373
		return -1;
	return report ? pump_stop(&pump) : 0;
}

#ifdef RUN
#include "../include/run.h"
static struct station run_station;
RUN_MAIN(RUN_BAD(one_pump_bad()) RUN_BAD(other_pump_bad()) RUN_BAD(stop_forgotten_bad(false)) RUN_OK(station_ok())
		RUN_OK(one_pump_ok()) RUN_OK(caller_owns_ok(&run_station)) RUN_OK(stop_forgotten_bad(true)))
#endif
