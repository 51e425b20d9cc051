// SPDX-License-Identifier: MIT
// Stop requests, park and unpark, sleep, and the number of threads that can run at once.
#include "own_test.h"

#include <ftw.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/time.h>

static struct gate gate;
static atomic_int steps;

// ---- Stop ---------------------------------------------------------------------------------

OWN_TASK(work_until_stop, int, i)
{
	CHECK(!own_stop_requested());
	sem_post(&gate.began);
	while (!own_stop_requested())
		own_yield();
	steps += *i;
}

OWN_TASK(park_until_stop, int, i)
{
	sem_post(&gate.began);
	while (!own_stop_requested())
		own_park();
	own_park(); // no wait any more
	steps += *i;
}

OWN_TASK(sleep_until_stop, int, i)
{
	struct timespec hour = {.tv_sec = 3600};
	sem_post(&gate.began);
	CHECK(own_sleep(&hour) == EINTR);
	CHECK(own_sleep(&hour) == EINTR);
	steps += *i;
}

static void stop_is_seen(void)
{
	own_thread *t[3] = {NULL};
	steps = 0;
	gate_init(&gate);
	CHECK(own_spawn(&t[0], work_until_stop, 1, NULL) == 0);
	CHECK(own_spawn(&t[1], park_until_stop, 10, NULL) == 0);
	CHECK(own_spawn(&t[2], sleep_until_stop, 100, NULL) == 0);
	for (int i = 0; i < 3; i++)
		sem_wait(&gate.began);
	struct timespec moment = MS(10);
	CHECK(own_sleep(&moment) == 0);
	CHECK(steps == 0);
	for (int i = 0; i < 3; i++)
		own_request_stop(t[i]);
	for (int i = 0; i < 3; i++)
		CHECK(own_join(&t[i]) == 0);
	CHECK(steps == 111);
}

static void nobody_stops_other_threads(void)
{
	CHECK(!own_stop_requested());
	own_park(); // returns
}

// ---- Park -----------------------------------------------------------------------------------

static int plain_data;

OWN_TASK(park_often, int, times)
{
	for (int i = 1; i <= *times; i++) {
		while (steps < i)
			own_park();
		CHECK(plain_data >= i);
	}
}

static void unpark_wakes(void)
{
	enum { TIMES = 1000 };
	own_thread *t = NULL;
	steps = 0;
	CHECK(own_spawn(&t, park_often, TIMES, NULL) == 0);
	for (int i = 1; i <= TIMES; i++) {
		if (i == 1)
			plain_data = TIMES; // seen by who sees a step
		steps = i;
		own_unpark(t);
	}
	CHECK(own_join(&t) == 0);
}

OWN_TASK(park_twice, struct gate, g)
{
	gate_pass(g);
	own_park(); // takes the one token of two unparks
	steps = 1;
	sem_post(&g->began);
	own_park();
	steps = 2;
}

static void one_token_is_kept(void)
{
	own_thread *t = NULL;
	struct timespec moment = MS(20);
	gate_init(&gate);
	steps = 0;
	OWN_SCOPE(scope) {
		CHECK(own_scope_spawn_opts(&scope, &t, park_twice, &gate, NULL) == 0);
		sem_wait(&gate.began);
		own_unpark(t);
		own_unpark(t);
		sem_post(&gate.go);
		sem_wait(&gate.began);
		own_sleep(&moment);
		CHECK(steps == 1);
		own_unpark(t);
	}
	CHECK(steps == 2);
}

OWN_TASK(sleep_then_park, struct gate, g)
{
	struct timespec moment = MS(30);
	sem_post(&g->began);
	CHECK(own_sleep(&moment) == 0); // an unpark does not end it
	steps = 1;
	own_park(); // but is kept
	steps = 2;
}

static void sleep_keeps_the_token(void)
{
	own_thread *t = NULL;
	gate_init(&gate);
	OWN_SCOPE(scope) {
		CHECK(own_scope_spawn_opts(&scope, &t, sleep_then_park, &gate, NULL) == 0);
		sem_wait(&gate.began);
		own_unpark(t);
	}
	CHECK(steps == 2);
}

OWN_TASK(do_nothing, int, i) { (void)i; }

static void ended_threads_are_told_nothing(void)
{
	own_thread *t = NULL;
	CHECK(own_spawn(&t, do_nothing, 1, NULL) == 0);
	while (!own_is_finished(t))
		own_yield();
	own_unpark(t);
	own_request_stop(t);
	CHECK(own_join(&t) == 0);
}

// A task that is asked to stop before it looks the first time must not be missed.
static void an_early_stop_is_seen(void)
{
	own_thread *t = NULL;
	int seen = 0;
	for (int i = 0; i < 200; i++) {
		steps = 0;
		CHECK(own_spawn(&t, park_until_stop, 1, NULL) == 0);
		own_request_stop(t);
		CHECK(own_join(&t) == 0);
		seen += steps;
	}
	CHECK(seen == 200);
}

// ---- Sleep ------------------------------------------------------------------------------------

static long ms_since(const struct timespec *start)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - start->tv_sec) * 1000 + (now.tv_nsec - start->tv_nsec) / 1000000;
}

static void sleep_checked(void)
{
	struct timespec start = in_ms(0), moment = MS(30), nothing = {0};
	CHECK(own_sleep(&moment) == 0);
	CHECK(ms_since(&start) >= 30);
	CHECK(own_sleep(&nothing) == 0);
}

OWN_TASK(sleep_task, int, i)
{
	(void)i;
	sleep_checked();
}

static void on_signal(int number) { (void)number; }

OWN_TASK(sleep_over_signals, pthread_t, id)
{
	*id = pthread_self();
	sem_post(&gate.began);
	struct timespec start = in_ms(0), moment = MS(50);
	CHECK(own_sleep(&moment) == 0);
	CHECK(ms_since(&start) >= 50);
}

static void sleep_waits_long_enough(void)
{
	own_thread *t = NULL;
	pthread_t id;
	struct sigaction action = {.sa_handler = on_signal};
	sleep_checked();
	CHECK(own_spawn(&t, sleep_task, 1, NULL) == 0);
	CHECK(own_join(&t) == 0);
	gate_init(&gate);
	sigaction(SIGUSR1, &action, NULL);
	OWN_SCOPE(scope) {
		CHECK(own_scope_spawn(&scope, sleep_over_signals, &id) == 0);
		sem_wait(&gate.began);
		for (int i = 0; i < 5; i++) {
			struct timespec moment = MS(3);
			pthread_kill(id, SIGUSR1);
			own_sleep(&moment);
		}
	}
}

// Also where there is no thread of own's to be asked to stop.
static void sleep_goes_on_after_signals(void)
{
	struct itimerval often = {{0, 2000}, {0, 2000}}, never = {{0, 0}, {0, 0}};
	struct sigaction action = {.sa_handler = on_signal};
	struct timespec start = in_ms(0), moment = MS(50);
	sigaction(SIGALRM, &action, NULL); // for good: one may still be on its way at the end
	setitimer(ITIMER_REAL, &often, NULL);
	CHECK(own_sleep(&moment) == 0);
	setitimer(ITIMER_REAL, &never, NULL);
	CHECK(ms_since(&start) >= 50);
}

static void bad_times_are_refused(void)
{
	struct timespec negative = {.tv_sec = -1}, low = {.tv_nsec = -1}, high = {.tv_nsec = 1000000000};
	CHECK(own_sleep(NULL) == EINVAL);
	CHECK(own_sleep(&negative) == EINVAL && own_sleep(&low) == EINVAL && own_sleep(&high) == EINVAL);
}

OWN_TASK(sleep_for_ever, struct timespec, t)
{
	sem_post(&gate.began);
	CHECK(own_sleep(t) == EINTR);
}

static void the_longest_time_is_no_mistake(void)
{
	own_thread *t = NULL;
	struct timespec longest = {.tv_sec = (time_t)(sizeof(time_t) > 4 ? INT64_MAX : INT32_MAX), .tv_nsec = 999999999};
	gate_init(&gate);
	CHECK(own_spawn(&t, sleep_for_ever, longest, NULL) == 0);
	sem_wait(&gate.began);
	struct timespec soon = in_ms(10);
	CHECK(own_join_until(&t, &soon) == ETIMEDOUT);
	own_request_stop(t);
	CHECK(own_join(&t) == 0);
}

// ---- Processors -------------------------------------------------------------------------------

static char folder[] = "/tmp/own-groups-XXXXXX";

static const char *in_folder(const char *path)
{
	static char full[2][256];
	static unsigned turn;
	char *text = full[turn++ % 2];
	snprintf(text, sizeof full[0], "%s%s", folder, path);
	return text;
}

static void folder_make(const char *path) { CHECK(mkdir(in_folder(path), 0700) == 0); }

static void file_write(const char *path, const char *text)
{
	FILE *file = fopen(in_folder(path), "w");
	CHECK(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static unsigned cpus_of(const char *groups)
{
	file_write("/groups", groups);
	return control_group_cpus(in_folder("/groups"), in_folder("/cgroup"), UINT_MAX);
}

static void quotas_of_version_2(void)
{
	folder_make("/cgroup");
	folder_make("/cgroup/outer");
	folder_make("/cgroup/outer/inner");
	CHECK(cpus_of("0::/outer/inner\n") == UINT_MAX);
	file_write("/cgroup/outer/inner/cpu.max", "max 100000\n");
	CHECK(cpus_of("0::/outer/inner\n") == UINT_MAX);
	file_write("/cgroup/outer/inner/cpu.max", "350000 100000\n");
	CHECK(cpus_of("0::/outer/inner\n") == 3);
	file_write("/cgroup/outer/cpu.max", "200000 100000\n"); // the narrower one above counts
	CHECK(cpus_of("0::/outer/inner\n") == 2);
	file_write("/cgroup/cpu.max", "50000 100000\n"); // half a CPU is one
	CHECK(cpus_of("0::/outer/inner\n") == 1);
	CHECK(cpus_of("0::/not/here\n") == 1); // a container sees its own group at the top
	CHECK(cpus_of("0::/\n") == 1);
	file_write("/cgroup/cpu.max", "0 100000\n");
	file_write("/cgroup/outer/cpu.max", "nonsense\n");
	CHECK(cpus_of("0::/outer\n") == UINT_MAX);
	file_write("/cgroup/cpu.max", "100000 0\n");
	CHECK(cpus_of("0::/\n") == UINT_MAX);
	file_write("/cgroup/cpu.max", "9000000000000000 1\n");
	CHECK(cpus_of("0::/\n") == UINT_MAX);
	CHECK(cpus_of("0::no slash\n") == UINT_MAX);
}

static void quotas_of_version_1(void)
{
	folder_make("/cgroup/cpu");
	folder_make("/cgroup/cpu/group");
	file_write("/cgroup/cpu/group/cpu.cfs_quota_us", "-1\n");
	file_write("/cgroup/cpu/group/cpu.cfs_period_us", "100000\n");
	CHECK(cpus_of("4:memory:/x\n2:cpuacct,cpu:/group\n") == UINT_MAX);
	file_write("/cgroup/cpu/group/cpu.cfs_quota_us", "450000\n");
	CHECK(cpus_of("4:memory:/x\n2:cpuacct,cpu:/group\n1:name=systemd:/\n") == 4);
	CHECK(cpus_of("2:cpu,cpuacct:/group\n") == 4);
	CHECK(cpus_of("2:cpu:/group/below\n") == 4);
	CHECK(cpus_of("2:cpuset:/group\n") == UINT_MAX);
	CHECK(cpus_of("2:pid:/group\n") == UINT_MAX);
	CHECK(cpus_of("2:cpuacct:/group\n") == UINT_MAX);
	CHECK(cpus_of("2:cpu\nnonsense\n\n2\n::\n") == UINT_MAX);
}

// A group whose name has `length` bytes.
static unsigned cpus_of_long_group(size_t length)
{
	static char groups[8192] = "0::/";
	memset(groups + 4, 'x', length);
	strcpy(groups + 4 + length, "\n");
	return cpus_of(groups);
}

static void groups_that_cannot_be_read(void)
{
	CHECK(control_group_cpus(in_folder("/not here"), in_folder("/cgroup"), 5) == 5);
	CHECK(cpus_of_long_group(1012 - strlen(folder)) == UINT_MAX); // too long with a file's name behind it
	CHECK(cpus_of_long_group(3000) == UINT_MAX);
	CHECK(cpus_of_long_group(5000) == UINT_MAX);
	CHECK(cpus_of("") == UINT_MAX);
}

static void parallelism_respects_affinity(void)
{
	cpu_set_t all, one;
	sched_getaffinity(0, sizeof all, &all);
	unsigned cpus = own_parallelism();
	CHECK(cpus >= 1 && cpus <= (unsigned)CPU_COUNT(&all));
	CPU_ZERO(&one);
	for (size_t cpu = 0; CPU_COUNT(&one) == 0; cpu++)
		if (CPU_ISSET(cpu, &all))
			CPU_SET(cpu, &one);
	sched_setaffinity(0, sizeof one, &one);
	CHECK(own_parallelism() == 1);
	sched_setaffinity(0, sizeof all, &all);
}

static int file_remove(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
	(void)status, (void)kind, (void)walk;
	return remove(path);
}

int main(void)
{
	CHECK(mkdtemp(folder) != NULL);
	stop_is_seen();
	nobody_stops_other_threads();
	unpark_wakes();
	one_token_is_kept();
	sleep_keeps_the_token();
	ended_threads_are_told_nothing();
	an_early_stop_is_seen();
	sleep_waits_long_enough();
	sleep_goes_on_after_signals();
	bad_times_are_refused();
	the_longest_time_is_no_mistake();
	quotas_of_version_2();
	quotas_of_version_1();
	groups_that_cannot_be_read();
	parallelism_respects_affinity();
	CHECK(nftw(folder, file_remove, 8, FTW_DEPTH | FTW_PHYS) == 0);
	return TEST_RESULT;
}
