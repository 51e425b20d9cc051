// SPDX-License-Identifier: MIT
// In so large a function all ways are one: what a pointer holds on one of them goes with no flag any more.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct publisher {
	char *name;
	int id;
};

static void *run(void *arg)
{
	struct publisher *publisher = arg;
	puts(publisher->name);
	return NULL;
}

#define ASK(what) \
	if (id > 1) \
		puts(what);
#define ASK_4(what) ASK(what "1") ASK(what "2") ASK(what "3") ASK(what "4")
#define ASK_16(what) ASK_4(what "a") ASK_4(what "b") ASK_4(what "c") ASK_4(what "d")
#define ASK_64(what) ASK_16(what "e") ASK_16(what "f") ASK_16(what "g") ASK_16(what "h")
#define ASK_256(what) ASK_64(what "i") ASK_64(what "j") ASK_64(what "k") ASK_64(what "l")

int copied_ok(int given, int id)
{
	char number[30], *name = NULL;
	int allocated = 0;
	pthread_t thread;
	ASK_256("copied")
	if (given) {
		snprintf(number, sizeof number, "%d", id);
		name = number;
	} else {
		while (!name)
			name = malloc(30);
		allocated = 1;
	}
	struct publisher *publisher = calloc(1, sizeof *publisher);
	if (!publisher)
		return -1;
	publisher->name = allocated ? name : strdup(name);
	if (pthread_create(&thread, NULL, run, publisher) != 0)
		return -1;
	pthread_detach(thread);
	return 0;
}

int lent_bad(int given, int id)
{
	char number[30];
	pthread_t thread;
	ASK_256("lent")
	snprintf(number, sizeof number, "%d", id);
	struct publisher *publisher = calloc(1, sizeof *publisher);
	if (!publisher)
		return -1;
	publisher->name = number;
	if (given)
		publisher->id = id;
	if (pthread_create(&thread, NULL, run, publisher) != 0) //~ ERROR E0373 borrows `number`
		return -1;
	pthread_detach(thread);
	return 0;
}

// In a small one they stay apart.
int copied_too_late_bad(int given, int id)
{
	char number[30], *name = NULL;
	int allocated = 0;
	pthread_t thread;
	if (given) {
		snprintf(number, sizeof number, "%d", id);
		name = number;
		allocated = 1;
	} else {
		while (!name)
			name = malloc(30);
	}
	struct publisher *publisher = calloc(1, sizeof *publisher);
	if (!publisher)
		return -1;
	publisher->name = allocated ? name : strdup(name);
	if (pthread_create(&thread, NULL, run, publisher) != 0) //~ ERROR E0373 borrows `number`
		return -1;
	pthread_detach(thread);
	return 0;
}
