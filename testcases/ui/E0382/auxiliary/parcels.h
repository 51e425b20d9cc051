#ifndef PARCELS_H
#define PARCELS_H

struct parcel {
	int weight;
	char *label;
};

struct parcel *parcel_new(int weight);
void parcel_free(struct parcel *parcel);
int parcel_weigh(const struct parcel *parcel);

// Starts a thread that delivers the parcel and frees it. On failure the parcel stays the caller's.
int parcel_send(struct parcel *parcel);
// The same, but frees the parcel on failure.
int parcel_send_or_free(struct parcel *parcel);

#define PARCEL_SEND(parcel)                      \
	do {                                     \
		if (parcel_send(parcel) != 0)    \
			abort();                 \
	} while (0)

#endif
