// SPDX-License-Identifier: MIT
// What a green thread costs beside a thread: time and CPU time of spawn+join pairs, each alone and
// in bursts, and the memory of one that waits. Each owns 64 bytes and writes one of them.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "own/green.h"

enum { BURST = 64, PAIRS = 100000, ALIVE = 10000 };

struct payload {
	unsigned char bytes[64];
};

struct load {
	own_green *green;
	unsigned n;
	bool at_once;
};

static own_green *green;

OWN_TASK(touch, struct payload, p) { p->bytes[0]++; }

static void must(int error, const char *what)
{
	if (error == 0)
		return;
	fprintf(stderr, "error: %s: %s\n", what, strerror(error));
	exit(2);
}

static void run_threads(const struct load *load)
{
	static const struct payload payload;
	own_thread *t[BURST];
	for (unsigned i = 0, step = load->at_once ? BURST : 1; i < load->n; i += step) {
		for (unsigned k = 0; k < step; k++)
			must(own_spawn(&t[k], touch, payload, NULL), "own_spawn");
		for (unsigned k = 0; k < step; k++)
			must(own_join(&t[k]), "own_join");
	}
}

static void run_fibers(const struct load *load)
{
	static const struct payload payload;
	own_fiber *f[BURST];
	for (unsigned i = 0, step = load->at_once ? BURST : 1; i < load->n; i += step) {
		for (unsigned k = 0; k < step; k++)
			must(own_green_spawn(load->green, &f[k], touch, payload, NULL), "own_green_spawn");
		for (unsigned k = 0; k < step; k++)
			must(own_green_join(&f[k]), "own_green_join");
	}
}

// The same, by a fiber: nobody sleeps or is woken while there is another fiber to run.
OWN_TASK(run_within, struct load, load) { run_fibers(load); }

static void run_fibers_within(const struct load *load)
{
	own_fiber *f;
	must(own_green_spawn(load->green, &f, run_within, *load, NULL), "own_green_spawn");
	must(own_green_join(&f), "own_green_join");
}

static double seconds(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void report(const char *what, void run(const struct load *), unsigned workers)
{
	own_green_options options = {.workers = workers};
	printf("%-44s", what);
	must(own_green_begin(&green, &options), "own_green_begin");
	for (int at_once = 0; at_once <= 1; at_once++) {
		struct load load = {green, BURST * 20, at_once};
		run(&load); // nobody is the first to touch anything
		load.n = run == run_threads ? PAIRS / 10 : PAIRS;
		double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
		run(&load);
		wall = seconds(CLOCK_MONOTONIC) - wall;
		cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
		printf("  %8.2f %8.2f", wall / load.n * 1e6, cpu / load.n * 1e6);
	}
	must(own_green_end(&green), "own_green_end");
	putchar('\n');
}

static double resident(void)
{
	long size, pages = 0;
	FILE *file = fopen("/proc/self/statm", "r");
	if (!file || fscanf(file, "%ld %ld", &size, &pages) != 2)
		exit(2);
	fclose(file);
	return (double)pages * (double)sysconf(_SC_PAGESIZE) / 1024;
}

OWN_TASK(wait_for_stop, struct payload, p)
{
	p->bytes[0]++;
	while (!own_green_stop_requested())
		own_green_park();
}

static void report_memory(void)
{
	static const struct payload payload;
	static own_fiber *f[ALIVE];
	must(own_green_begin(&green, NULL), "own_green_begin");
	double before = resident();
	for (int i = 0; i < ALIVE; i++)
		must(own_green_spawn(green, &f[i], wait_for_stop, payload, NULL), "own_green_spawn");
	for (double was = -1; was != resident(); usleep(100000)) // until all have come as far as their wait
		was = resident();
	printf("\n%d fibers alive: %.2f KiB resident each\n", ALIVE, (resident() - before) / ALIVE);
	for (int i = 0; i < ALIVE; i++) {
		own_green_request_stop(f[i]);
		must(own_green_join(&f[i]), "own_green_join");
	}
	must(own_green_end(&green), "own_green_end");
}

int main(void)
{
	printf("%-44s  %17s  %17s\n", "microseconds a spawn+join, and of CPU time", "one by one", "bursts of 64");
	report("own threads", run_threads, 1);
	must(own_pool_stacks(BURST), "own_pool_stacks");
	report("own threads, pooled stacks", run_threads, 1);
	report("fibers by a fiber, 1 worker", run_fibers_within, 1);
	report("fibers by a fiber, 2 workers", run_fibers_within, 2);
	report("fibers by a thread, 1 worker", run_fibers, 1);
	report("fibers by a thread, 2 workers", run_fibers, 2);
	report_memory();
	return 0;
}
