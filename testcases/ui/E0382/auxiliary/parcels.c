// Parcels that a thread delivers, and frees.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "parcels.h"

struct parcel *parcel_new(int weight)
{
	struct parcel *parcel = malloc(sizeof *parcel);

	if (!parcel)
		abort();
	parcel->weight = weight;
	parcel->label = strdup("label");
	return parcel;
}

void parcel_free(struct parcel *parcel)
{
	free(parcel->label);
	free(parcel);
}

int parcel_weigh(const struct parcel *parcel)
{
	return parcel->weight;
}

static void *deliver(void *arg)
{
	struct parcel *parcel = arg;

	usleep(10 * 1000);
	printf("%d\n", parcel->weight);
	parcel_free(parcel);
	return NULL;
}

int parcel_send(struct parcel *parcel)
{
	pthread_t tid;
	int rc = pthread_create(&tid, NULL, deliver, parcel);

	if (rc == 0)
		pthread_detach(tid);
	return rc;
}

int parcel_send_or_free(struct parcel *parcel)
{
	int rc = parcel_send(parcel);

	if (rc != 0)
		parcel_free(parcel);
	return rc;
}
