// files: auxiliary/parcels.c
// T6'': the thread that frees, and the wrapper that starts it, are in another file.
#include <stdio.h>
#include <stdlib.h>

#include "auxiliary/parcels.h"

int read_after_send_bad(int weight)
{
	struct parcel *parcel = parcel_new(weight);

	if (parcel_send(parcel) != 0) {
		parcel_free(parcel);
		return -1;
	}
	return parcel->weight; //~ ERROR E0382
}

int freed_after_send_bad(int weight)
{
	struct parcel *parcel = parcel_new(weight);

	parcel_send(parcel);
	parcel_free(parcel); //~ ERROR E0382
	return 0;
}

// A function that reads it.
int weighed_after_send_bad(int weight)
{
	struct parcel *parcel = parcel_new(weight);

	if (parcel_send(parcel) != 0)
		abort();
	return parcel_weigh(parcel); //~ ERROR E0382
}

// Sent twice: two threads free it.
int sent_twice_bad(int weight)
{
	struct parcel *parcel = parcel_new(weight);

	if (parcel_send(parcel) != 0)
		abort();
	return parcel_send(parcel); //~ ERROR E0382
}

void in_a_loop_bad(void)
{
	struct parcel *parcel = parcel_new(1);

	for (int i = 0; i < 3; i++)
		PARCEL_SEND(parcel); //~ ERROR E0382
}

int sent_ok(int weight)
{
	struct parcel *parcel = parcel_new(weight);

	if (parcel_send(parcel) != 0) {
		parcel_free(parcel);
		return -1;
	}
	return weight;
}

int weighed_before_ok(int weight)
{
	struct parcel *parcel = parcel_new(weight);
	int weighed = parcel_weigh(parcel);

	PARCEL_SEND(parcel);
	return weighed;
}

void each_its_own_ok(void)
{
	for (int i = 0; i < 3; i++) {
		struct parcel *parcel = parcel_new(i);

		PARCEL_SEND(parcel);
	}
}

// `or_free` frees on failure too: the caller has nothing to do in either case.
void or_free_ok(int weight)
{
	if (parcel_send_or_free(parcel_new(weight)) != 0)
		fprintf(stderr, "not sent\n");
}

int or_free_then_read_bad(int weight)
{
	struct parcel *parcel = parcel_new(weight);

	if (parcel_send_or_free(parcel) == 0)
		return parcel->weight; //~ ERROR E0382
	return -1;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(freed_after_send_bad(1)) RUN_BAD(sent_twice_bad(1))
		RUN_BAD((in_a_loop_bad(), 0))
		RUN_OK(sent_ok(1)) RUN_OK(weighed_before_ok(1)) RUN_OK((each_its_own_ok(), 0)) RUN_OK((or_free_ok(1), 0)))
#endif
