// Real shape: the bound is lowered on error, and the common exit joins that many.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_HELPERS 16

struct helper {
	pthread_t tid;
	int id;
	unsigned found;
};

static void *helper_run(void *arg)
{
	struct helper *helper = arg;

	usleep(20 * 1000);
	helper->found += (unsigned)helper->id;
	return NULL;
}

int lowered_ok(int n)
{
	struct helper helpers[MAX_HELPERS];
	unsigned found = 0;
	int ret = 0;

	if (n > MAX_HELPERS)
		n = MAX_HELPERS;
	for (int i = 0; i < n; i++) {
		helpers[i] = (struct helper){ .id = i };
		if (pthread_create(&helpers[i].tid, NULL, helper_run, &helpers[i])) {
			fprintf(stderr, "only %d helpers\n", i);
			ret = -1;
			n = i;
			goto cleanup;
		}
	}
cleanup:
	for (int i = 0; i < n; i++) {
		pthread_join(helpers[i].tid, NULL);
		found += helpers[i].found;
	}
	return ret ? ret : (int)found;
}

int counted_ok(int n)
{
	struct helper helpers[MAX_HELPERS];
	int running = 0;

	memset(helpers, 0, sizeof helpers);
	for (int i = 0; i < n && i < MAX_HELPERS; i++) {
		struct helper *helper = &helpers[running];

		helper->id = i;
		if (pthread_create(&helper->tid, NULL, helper_run, helper) == 0)
			running++;
	}
	for (int i = 0; i < running; i++)
		pthread_join(helpers[i].tid, NULL);
	return running;
}

// The error leaves by return instead of by the cleanup.
int lowered_bad(int n)
{
	struct helper helpers[MAX_HELPERS];
	unsigned found = 0;

	if (n > MAX_HELPERS)
		n = MAX_HELPERS;
	for (int i = 0; i < n; i++) {
		helpers[i] = (struct helper){ .id = i };
		if (pthread_create(&helpers[i].tid, NULL, helper_run, &helpers[i])) { //~ ERROR E0373
			fprintf(stderr, "only %d helpers\n", i);
			n = i;
			return -n;
		}
	}
	for (int i = 0; i < n; i++) {
		pthread_join(helpers[i].tid, NULL);
		found += helpers[i].found;
	}
	return (int)found;
}
