// T5': the early exit ends the program; or the create failure shortens the count and that many are joined.
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_JOBS 16

struct packer {
	pthread_t tid;
	const char *name;
	unsigned objects;
};

static void *pack_objects(void *arg)
{
	struct packer *p = arg;

	p->objects += (unsigned)strlen(p->name);
	return NULL;
}

__attribute__((noreturn, format(printf, 1, 2))) static void die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	exit(128);
}

static void warn_only(const char *message)
{
	fprintf(stderr, "warning: %s\n", message);
}

int exit_between_ok(const char *name)
{
	struct packer p = { .name = name };

	if (pthread_create(&p.tid, NULL, pack_objects, &p))
		die("cannot create thread for %s\n", name);
	if (strchr(name, '/'))
		die("bad name: %s\n", name);
	pthread_join(p.tid, NULL);
	return (int)p.objects;
}

// Count-down from the failing index.
int countdown_ok(int njobs)
{
	struct packer packers[MAX_JOBS];
	int i;

	if (njobs > MAX_JOBS)
		njobs = MAX_JOBS;
	memset(packers, 0, sizeof packers);
	for (i = 0; i < njobs; i++) {
		packers[i].name = "pack";
		if (pthread_create(&packers[i].tid, NULL, pack_objects, &packers[i])) {
			warn_only("fewer packers");
			while (--i >= 0)
				pthread_join(packers[i].tid, NULL);
			return -1;
		}
	}
	for (i = njobs - 1; i >= 0; i--)
		pthread_join(packers[i].tid, NULL);
	return 0;
}

// The count is lowered to what really runs.
int shortened_ok(int njobs)
{
	struct packer packers[MAX_JOBS] = { 0 };
	int i, ret = 0;

	if (njobs > MAX_JOBS)
		njobs = MAX_JOBS;
	for (i = 0; i < njobs; i++) {
		packers[i].name = "pack";
		if (pthread_create(&packers[i].tid, NULL, pack_objects, &packers[i])) {
			njobs = i;
			ret = -1;
			break;
		}
	}
	for (i = 0; i < njobs; i++)
		pthread_join(packers[i].tid, NULL);
	return ret;
}

// warn_only comes back: the path goes on to the return.
int warned_and_left_bad(const char *name)
{
	struct packer p = { .name = name };

	if (pthread_create(&p.tid, NULL, pack_objects, &p)) //~ ERROR E0373
		die("cannot create thread for %s\n", name);
	if (strchr(name, '/')) {
		warn_only("bad name");
		return -1;
	}
	pthread_join(p.tid, NULL);
	return (int)p.objects;
}

// The failure is noted and the function left; the older packers run on.
int failure_noted_bad(int njobs)
{
	struct packer packers[MAX_JOBS] = { 0 };

	if (njobs > MAX_JOBS)
		njobs = MAX_JOBS;
	for (int i = 0; i < njobs; i++) {
		packers[i].name = "pack";
		if (pthread_create(&packers[i].tid, NULL, pack_objects, &packers[i])) { //~ ERROR E0373
			warn_only("no more threads");
			return i;
		}
	}
	for (int i = 0; i < njobs; i++)
		pthread_join(packers[i].tid, NULL);
	return njobs;
}

// Dying is optional here: with `quiet` the error path returns.
int quiet_failure_bad(const char *name, int quiet)
{
	struct packer p = { .name = name };

	if (pthread_create(&p.tid, NULL, pack_objects, &p)) //~ ERROR E0373
		return -1;
	if (strchr(name, '/')) {
		if (!quiet)
			die("bad name: %s\n", name);
		return -1;
	}
	pthread_join(p.tid, NULL);
	return (int)p.objects;
}
// Not run: the entries are too quick to be caught; t05_skipped_join.c shows the shape at run time.
