// SPDX-License-Identifier: MIT
// limits: the figures of docs/runtime.md that are about memory and numbers, T6 to T8. Each
// is measured in a child process of its own, which keeps threads alive while its parent
// looks at it from outside; the linker lets the allocations of own be counted. The program
// is built twice: in C alone, for own and pthreads, and with Rust's main, for Rust.
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "own/own.h"

enum { MANY = 10000, SMALL_STACK = 65536, ALL = 1 << 20 };

// ---- Allocations --------------------------------------------------------------------------

void *__real_malloc(size_t size);
void *__real_aligned_alloc(size_t align, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_aligned_alloc(size_t align, size_t size);

static unsigned allocations;

void *__wrap_malloc(size_t size)
{
	allocations++;
	return __real_malloc(size);
}

void *__wrap_aligned_alloc(size_t align, size_t size)
{
	allocations++;
	return __real_aligned_alloc(align, size);
}

struct payload {
	unsigned char bytes[BENCH_PAYLOAD];
};

OWN_TASK(touch, struct payload, payload)
{
	payload->bytes[0]++;
}

static void check(int error, const char *what)
{
	if (error)
		bench_die(what, error);
}

static unsigned allocations_of_spawn(void)
{
	struct payload payload = {{0}};
	own_thread *thread;
	allocations = 0;
	check(own_spawn(&thread, touch, payload, NULL), "own_spawn");
	check(own_join(&thread), "own_join");
	return allocations;
}

static unsigned allocations_of_scope(void)
{
	struct payload payloads[8] = {{{0}}};
	allocations = 0;
	OWN_SCOPE (scope)
		for (unsigned i = 0; i < 8; i++)
			check(own_scope_spawn(&scope, touch, &payloads[i]), "own_scope_spawn");
	return allocations;
}

static void row_allocations(void)
{
	const struct bench_target one = {1, false, "", 0}, none = {0, false, "", 0};
	report_row("T6", "allocations of own: a thread that owns", one, allocations_of_spawn(), "");
	report_row("T6", "allocations of own: eight threads of a scope", none, allocations_of_scope(), "");
}

// ---- A process that keeps threads alive -----------------------------------------------------

typedef unsigned keep_alive(unsigned n, unsigned stack_size, unsigned *running);

#ifdef BENCH_RUST
static keep_alive *const in_rust = rust_keep_alive;
#else
static keep_alive *const in_rust = NULL;
#endif

// What the two processes share.
struct shared {
	sem_t empty;      // the child is as it is before its first thread
	sem_t go;         // the parent has looked at that
	sem_t full;       // all threads that can be had are started
	unsigned started; // how many that is
	unsigned running; // that have come as far as their task
	bool clean;       // the refusal was EAGAIN, all were joined, and then another one could start
};

struct child {
	pid_t pid;
	struct shared *shared;
};

static void count_in(unsigned *running) { __atomic_fetch_add(running, 1, __ATOMIC_RELAXED); }

static void *raw_sleep(void *running)
{
	count_in(running);
	for (;;)
		pause();
	return NULL;
}

static unsigned raw_keep_alive(unsigned n, unsigned stack_size, unsigned *running)
{
	pthread_attr_t attr;
	pthread_t thread;
	unsigned started = 0;
	check(pthread_attr_init(&attr), "pthread_attr_init");
	check(stack_size ? pthread_attr_setstacksize(&attr, stack_size) : 0, "pthread_attr_setstacksize");
	while (started < n && pthread_create(&thread, &attr, raw_sleep, running) == 0)
		started++;
	pthread_attr_destroy(&attr);
	return started;
}

OWN_TASK(own_task, unsigned *, running)
{
	count_in(*running);
	while (!own_stop_requested())
		own_park();
}

static unsigned own_start_all(own_thread **threads, unsigned n, unsigned stack_size, unsigned *running, int *refusal)
{
	const own_options options = {.stack_size = stack_size};
	unsigned started = 0;
	*refusal = 0;
	while (started < n && *refusal == 0) {
		*refusal = own_spawn_opts(&threads[started], own_task, running, NULL, stack_size ? &options : NULL);
		started += *refusal == 0;
	}
	return started;
}

static unsigned own_keep_alive(unsigned n, unsigned stack_size, unsigned *running)
{
	int refusal;
	own_thread **threads = calloc(n, sizeof(own_thread *));
	check(threads ? 0 : ENOMEM, "calloc");
	return own_start_all(threads, n, stack_size, running, &refusal);
}

static struct child child_start(keep_alive *keep, unsigned n, unsigned stack_size)
{
	struct child child;
	child.shared = mmap(NULL, sizeof *child.shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	check(child.shared == MAP_FAILED ? errno : 0, "mmap");
	sem_init(&child.shared->empty, 1, 0);
	sem_init(&child.shared->go, 1, 0);
	sem_init(&child.shared->full, 1, 0);
	child.pid = fork();
	check(child.pid < 0 ? errno : 0, "fork");
	if (child.pid == 0) {
		sem_post(&child.shared->empty);
		sem_wait(&child.shared->go);
		child.shared->started = keep(n, stack_size, &child.shared->running);
		sem_post(&child.shared->full);
		for (;;)
			pause();
	}
	sem_wait(&child.shared->empty);
	return child;
}

// Waits until all threads sleep; false when the process has died on the way.
static bool child_fill(const struct child *child)
{
	const struct timespec moment = {.tv_nsec = 20000000};
	bool full = false;
	sem_post(&child->shared->go);
	while (!full || __atomic_load_n(&child->shared->running, __ATOMIC_RELAXED) < child->shared->started) {
		if (waitpid(child->pid, NULL, WNOHANG) != 0)
			return false;
		full = full || sem_trywait(&child->shared->full) == 0;
		nanosleep(&moment, NULL);
	}
	nanosleep(&moment, NULL); // from the count to the sleep
	return true;
}

static void child_end(struct child *child, bool alive)
{
	if (alive) {
		kill(child->pid, SIGKILL);
		waitpid(child->pid, NULL, 0);
	}
	munmap(child->shared, sizeof *child->shared);
}

// ---- Memory -----------------------------------------------------------------------------------

// The number behind `key` in a file of /proc/PID, KiB.
static long proc_number(pid_t pid, const char *name, const char *key)
{
	char path[64], line[256];
	long number = -1;
	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
	FILE *file = fopen(path, "r");
	check(file ? 0 : errno, path);
	while (number < 0 && fgets(line, sizeof line, file))
		if (strncmp(line, key, strlen(key)) == 0)
			number = strtol(line + strlen(key), NULL, 10);
	fclose(file);
	check(number < 0 ? ENODATA : 0, path);
	return number;
}

// smaps_rollup counts the pages themselves; the counters in status lag behind.
static long resident(pid_t pid) { return proc_number(pid, "smaps_rollup", "Rss:"); }

static long tables(pid_t pid) { return proc_number(pid, "status", "VmPTE:"); }

static void row_memory(const char *what, struct bench_target target, keep_alive *keep)
{
	struct child child = child_start(keep, MANY, SMALL_STACK);
	long pages = -resident(child.pid), entries = -tables(child.pid);
	bool alive = child_fill(&child);
	if (!alive || child.shared->started < MANY) {
		printf("    %s: only %u threads could be had\n", what, child.shared->running);
		child_end(&child, alive);
		return;
	}
	pages += resident(child.pid);
	entries += tables(child.pid);
	child_end(&child, true);
	char detail[64];
	double each = (double)pages / (int)MANY, tables_each = (double)entries / (int)MANY;
	snprintf(detail, sizeof detail, "%.2f resident + %.2f page tables", each, tables_each);
	report_row(target.value < 0 ? "" : "T7", what, target, each + tables_each, detail);
}

// ---- Reach ------------------------------------------------------------------------------------

static bool join_all(own_thread **threads, unsigned n)
{
	bool clean = true;
	for (unsigned i = 0; i < n; i++)
		own_request_stop(threads[i]);
	for (unsigned i = 0; i < n; i++)
		clean = own_join(&threads[i]) == 0 && clean;
	return clean;
}

// At the limit other processes can start nothing either: the threads are let go at once.
static void own_reach(struct shared *shared)
{
	int refusal, none;
	unsigned running = 0;
	own_thread **threads = calloc(ALL, sizeof(own_thread *));
	check(threads ? 0 : ENOMEM, "calloc");
	shared->started = own_start_all(threads, ALL, 0, &running, &refusal);
	shared->clean = join_all(threads, shared->started) && refusal == EAGAIN && running == shared->started;
	shared->clean = own_start_all(threads, 1, 0, &running, &none) == 1 && join_all(threads, 1) && shared->clean;
	free(threads);
}

static void row_reach_own(void)
{
	const struct bench_target least = {30000, true, "", 0};
	int status;
	struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	check(shared == MAP_FAILED ? errno : 0, "mmap");
	pid_t pid = fork();
	check(pid < 0 ? errno : 0, "fork");
	if (pid == 0) {
		own_reach(shared);
		_exit(0);
	}
	check(waitpid(pid, &status, 0) < 0 ? errno : 0, "waitpid");
	bool clean = WIFEXITED(status) && WEXITSTATUS(status) == 0 && shared->clean;
	report_row("T8", "threads at the default limits: own", least, shared->started,
	           clean ? "then EAGAIN; all joined, and the next one starts" : "but what follows is not clean");
	munmap(shared, sizeof *shared);
}

static unsigned keep_alive_quietly(unsigned n, unsigned stack_size, unsigned *running)
{
	check(freopen("/dev/null", "w", stderr) ? 0 : errno, "/dev/null"); // where it may abort with a message
	return in_rust(n, stack_size, running);
}

static void row_reach_rust(void)
{
	struct child child = child_start(keep_alive_quietly, ALL, 0);
	bool alive = child_fill(&child);
	unsigned running = child.shared->running;
	child_end(&child, alive);
	report_row("", "threads at the default limits: Rust", (struct bench_target){-1, true, "", 0}, running,
	           alive ? "then an error" : "then it aborts");
}

// ---- The rows -----------------------------------------------------------------------------------

static bool print_rows(const char *id)
{
	const struct bench_target most = {8.6, false, " KiB", 2}, told = {-1, false, " KiB", 2};
	if (strcmp(id, "T6") == 0)
		row_allocations();
	else if (strcmp(id, "T7") == 0)
		row_memory("10,000 threads alive, 64 KiB stacks, each: own", most, own_keep_alive);
	else if (strcmp(id, "T7-raw") == 0)
		row_memory("10,000 threads alive, each: raw", told, raw_keep_alive);
	else if (strcmp(id, "T8") == 0)
		row_reach_own();
	else if (in_rust && strcmp(id, "T7-rust") == 0)
		row_memory("10,000 threads alive, each: Rust", told, in_rust);
	else if (in_rust && strcmp(id, "T8-rust") == 0)
		row_reach_rust();
	else
		return false;
	return true;
}

int main(int argc, char **argv)
{
	if (argc == 2 && print_rows(argv[1]))
		return 0;
	fprintf(stderr, "error: %s T6 | T7 | T7-raw | T7-rust | T8 | T8-rust\n", argv[0]);
	return 2;
}
