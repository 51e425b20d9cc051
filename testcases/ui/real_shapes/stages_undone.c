// How far the start came is kept as a stage, and a switch that falls through undoes what was done.
// A switch tells its callers each of the numbers that it passes by.
#include <pthread.h>

enum stage { NOTHING, LOCK, FIRST, SECOND };

struct device {
	pthread_mutex_t lock;
	pthread_t first, second;
	int count;
};

static void *count(void *data)
{
	struct device *device = data;
	pthread_mutex_lock(&device->lock);
	device->count++;
	pthread_mutex_unlock(&device->lock);
	return NULL;
}

static void undo(struct device *device, enum stage stage)
{
	switch (stage) {
	case SECOND: pthread_join(device->second, NULL); // fall through
	case FIRST: pthread_join(device->first, NULL);   // fall through
	case LOCK: pthread_mutex_destroy(&device->lock); // fall through
	case NOTHING: break;
	}
}

static void close_device(struct device *device, enum stage stage)
{
	undo(device, stage);
}

int undone_ok(void)
{
	struct device device = {.count = 0};
	enum stage stage = NOTHING;
	int rc = -1;
	if (pthread_mutex_init(&device.lock, NULL))
		goto out;
	stage = LOCK;
	if (pthread_create(&device.first, NULL, count, &device))
		goto out;
	stage = FIRST;
	if (pthread_create(&device.second, NULL, count, &device))
		goto out;
	stage = SECOND;
	rc = 0;
out:
	close_device(&device, stage);
	return rc;
}

int stage_forgotten_bad(void)
{
	struct device device = {.count = 0};
	enum stage stage = NOTHING;
	int rc = -1;
	if (pthread_mutex_init(&device.lock, NULL))
		goto out;
	if (pthread_create(&device.first, NULL, count, &device)) //~ ERROR E0373
		goto out;
	if (pthread_create(&device.second, NULL, count, &device))
		goto out;
	stage = SECOND;
	rc = 0;
out:
	close_device(&device, stage);
	return rc;
}
