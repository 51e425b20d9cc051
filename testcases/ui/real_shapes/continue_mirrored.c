// Real shape: the same test stands in both loops: `continue` where nothing is to be done, a flag per element.
#include <stdbool.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DISKS 4

struct disk {
	const char *device;
	pthread_t tid;
	bool scanning;
	int ret;
	long sectors;
};

static void *disk_scan(void *arg)
{
	struct disk *disk = arg;

	usleep(20 * 1000);
	disk->sectors = (long)strlen(disk->device);
	return NULL;
}

long same_test_ok(const char *const devices[DISKS])
{
	struct disk disks[DISKS];
	long sectors = 0;

	for (int i = 0; i < DISKS; i++) {
		if (!devices[i])
			continue;
		disks[i] = (struct disk){ .device = devices[i] };
		if (pthread_create(&disks[i].tid, NULL, disk_scan, &disks[i]) != 0)
			abort();
	}
	for (int i = 0; i < DISKS; i++) {
		if (!devices[i])
			continue;
		pthread_join(disks[i].tid, NULL);
		sectors += disks[i].sectors;
	}
	return sectors;
}

long flag_per_element_ok(const char *const devices[DISKS])
{
	struct disk disks[DISKS] = { 0 };

	for (int i = 0; i < DISKS; i++) {
		disks[i].device = devices[i] ? devices[i] : "none";
		disks[i].scanning = pthread_create(&disks[i].tid, NULL, disk_scan, &disks[i]) == 0;
	}
	for (int i = 0; i < DISKS; i++)
		if (disks[i].scanning)
			pthread_join(disks[i].tid, NULL);
	return disks[0].sectors;
}

long result_per_element_ok(const char *const devices[DISKS])
{
	struct disk disks[DISKS] = { 0 };

	for (int i = 0; i < DISKS; i++) {
		disks[i].device = devices[i] ? devices[i] : "none";
		disks[i].ret = pthread_create(&disks[i].tid, NULL, disk_scan, &disks[i]);
	}
	for (int i = 0; i < DISKS; i++) {
		if (disks[i].ret)
			fprintf(stderr, "%s: %s\n", disks[i].device, strerror(disks[i].ret));
		else
			pthread_join(disks[i].tid, NULL);
	}
	return disks[0].sectors;
}

// The join loop lost its join: it only sums up.
long summed_only_bad(const char *const devices[DISKS])
{
	struct disk disks[DISKS];
	long sectors = 0;

	for (int i = 0; i < DISKS; i++) {
		if (!devices[i])
			continue;
		disks[i] = (struct disk){ .device = devices[i] };
		if (pthread_create(&disks[i].tid, NULL, disk_scan, &disks[i]) != 0) //~ ERROR E0373
			abort();
	}
	for (int i = 0; i < DISKS; i++) {
		if (!devices[i])
			continue;
		sectors += disks[i].sectors;
	}
	return sectors;
}

#ifdef RUN
#include "../include/run.h"
static const char *const run_devices[DISKS] = { "sda", NULL, "sdb", NULL };
RUN_MAIN(RUN_BAD(summed_only_bad(run_devices)) RUN_OK(same_test_ok(run_devices))
		RUN_OK(flag_per_element_ok(run_devices)) RUN_OK(result_per_element_ok(run_devices)))
#endif
