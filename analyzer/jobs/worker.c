// SPDX-License-Identifier: MIT
// worker: job numbers in, frames of IR text out, in a process that can be killed by
// its input. It confines itself first: no writing anywhere but to its channel, no
// environment, limits of time, memory and file size, and a stack for deep nesting.
#include "jobs/jobs.h"

#include "front/front.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	CHANNEL = 3,               // its number in the worker; nothing above it is open
	ERRORS_LIMIT = 64 << 10,   // bytes that libclang may say on standard error
	GUARD = 1 << 20,           // bytes below the stack that may not be touched
	SIGNAL_STACK = 64 << 10,
	TRIM_ABOVE_KB = 100 << 10, // a smaller worker keeps its pages for the next unit
};
static const size_t STACK = (size_t)1 << 30, SMALLEST_STACK = (size_t)8 << 20;

typedef struct Worker {
	const Jobs *jobs;
	const PoolOptions *options;
	char *stack; // lowest address, the guard
} Worker;

static Worker worker; // the process is one worker; a signal handler needs it

// ---- confinement -----------------------------------------------------------------------

// The kernel's Landlock interface up to version 6; older headers know less of it.
struct landlock_rules {
	uint64_t files, network, scoped;
};
enum {
	LANDLOCK_READ_FILE = 1 << 2, // the two rights that are left to everybody
	LANDLOCK_READ_DIR = 1 << 3,
};

// Takes every right to files but reading, to TCP, and to signals and abstract
// sockets of other processes, as far as the kernel has Landlock.
static void forbid_writing(void)
{
	static const struct landlock_rules everything[] = {
		{0x1fff, 0, 0}, {0x3fff, 0, 0}, {0x7fff, 0, 0}, {0x7fff, 3, 0}, {0xffff, 3, 0}, {0xffff, 3, 3},
	};
	static const size_t sizes[] = {8, 8, 8, 16, 16, 24}; // the kernel refuses sizes that it does not know
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
	if (version < 1)
		return;
	size_t known = (size_t)version < ARRAY_LEN(sizes) ? (size_t)version : ARRAY_LEN(sizes);
	struct landlock_rules rules = everything[known - 1];
	rules.files &= ~(uint64_t)(LANDLOCK_READ_FILE | LANDLOCK_READ_DIR);
	int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, sizes[known - 1], 0);
	if (ruleset < 0)
		return;
	syscall(SYS_landlock_restrict_self, ruleset, 0);
	close(ruleset);
}

static void limit(int what, rlim_t value)
{
	struct rlimit current;
	if (getrlimit((__rlimit_resource_t)what, &current) != 0)
		return;
	current.rlim_cur = current.rlim_max < value ? current.rlim_max : value;
	setrlimit((__rlimit_resource_t)what, &current);
}

// The sanitizers reserve more addresses than any limit would allow.
static bool is_sanitized(void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
	return true;
#elif defined(__has_feature)
	return __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer);
#else
	return false;
#endif
}

static void take_standard_files(int channel, int errors)
{
	int null = open("/dev/null", O_RDWR);
	int high = fcntl(channel, F_DUPFD, CHANNEL + 1);
	dup2(errors, STDERR_FILENO);
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(high, CHANNEL);
	syscall(SYS_close_range, CHANNEL + 1, ~0U, 0);
}

static void confine(int channel, int errors, uint32_t memory_mb)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(PR_SET_DUMPABLE, 0); // no core, not even through a pipe
	take_standard_files(channel, errors);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_FSIZE, ERRORS_LIMIT);
	if (!is_sanitized())
		limit(RLIMIT_AS, STACK + ((rlim_t)memory_mb << 20));
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGPIPE, SIG_DFL);
	clearenv();
	setenv("LIBCLANG_NOTHREADS", "1", 1);              // else it parses on a small stack
	setenv("LIBCLANG_DISABLE_CRASH_RECOVERY", "1", 1); // a process that crashed is not trusted again
	forbid_writing();
}

// ---- frames ----------------------------------------------------------------------------

static void send_bytes(const void *bytes, size_t len)
{
	for (const char *at = bytes; len > 0;) {
		ssize_t sent = write(CHANNEL, at, len);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			_exit(1);
		at += sent;
		len -= (size_t)sent;
	}
}

static bool read_job(uint32_t *job)
{
	ssize_t got;
	do
		got = read(CHANNEL, job, sizeof *job);
	while (got < 0 && errno == EINTR);
	return got == (ssize_t)sizeof *job;
}

static uint32_t resident_kb(void)
{
	unsigned long pages = 0;
	FILE *file = fopen("/proc/self/statm", "r");
	if (!file)
		return 0;
	if (fscanf(file, "%*u %lu", &pages) != 1)
		pages = 0;
	fclose(file);
	return (uint32_t)(pages * (unsigned long)sysconf(_SC_PAGESIZE) / 1024);
}

static double cpu_seconds(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static uint32_t peak_kb(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (uint32_t)usage.ru_maxrss;
}

// ---- one unit ---------------------------------------------------------------------------

// A path as the user would write it: libclang's are relative to the command's folder.
static const char *show_path(Arena *arena, const Job *job, const char *path)
{
	const char *absolute = path_resolve(arena, job->directory, path);
	return strcmp(absolute, job->absolute) == 0 ? job->path : path_shown(worker.jobs->folder, absolute);
}

static void show_paths(Ir *ir, const Job *job)
{
	for (uint32_t i = 1; i < ir->files.path.n; i++) {
		const char *name = strs_text(&ir->strs, ir->files.path.v[i]);
		if (name[0] == '<' || name[0] == '\0')
			continue;
		ir->files.path.v[i] = strs_intern_z(&ir->strs, show_path(ir->arena, job, name));
	}
	for (uint32_t i = 0; i < ir->units.n; i++)
		ir->units.v[i].path = strs_intern_z(&ir->strs, job->path);
}

// The length of the path in "path:line:col: text", 0 when it does not begin so.
static size_t position_path_len(const char *message)
{
	for (const char *colon = strchr(message, ':'); colon; colon = strchr(colon + 1, ':')) {
		int end = 0;
		if (sscanf(colon, ":%*u:%*u:%n", &end) == 0 && end > 0)
			return (size_t)(colon - message);
	}
	return 0;
}

static const char *show_message(Arena *arena, const Job *job, const char *message)
{
	size_t len = position_path_len(message);
	if (len == 0)
		return message;
	return arena_printf(arena, "%s%s", show_path(arena, job, arena_strndup(arena, message, len)), message + len);
}

// Lowers the job into a fresh `ir`, again with fewer arguments where clang refuses them.
static void lower_job(const Job *job, Arena *arena, Ir *ir, FrontReport *report, Words *dropped)
{
	Args args = {0};
	for (uint32_t i = 0; i < job->args.n; i++)
		VEC_PUSH(arena, &args, job->args.v[i]);
	const char *path = strcmp(job->directory, worker.jobs->folder) == 0 ? job->path : job->absolute;
	for (bool again = true; again;) {
		Words words = args_words(arena, &args);
		FrontUnit unit = {.path = path, .directory = job->directory, .args = words.v, .nargs = (int)words.n,
		                  .builtin_headers = true};
		*report = (FrontReport){.message = ""};
		ir_init(ir, arena);
		front_lower(ir, &unit, report);
		again = (report->status == FRONT_BAD_ARGS && args_retreat(arena, &args, report->unknown_arg, dropped)) ||
		        (report->status == FRONT_FAILED && args_retreat(arena, &args, NULL, dropped));
	}
}

static ResultStatus result_status(const FrontReport *report)
{
	switch (report->status) {
	case FRONT_OK: return RESULT_OK;
	case FRONT_ERRORS: return RESULT_PARTIAL;
	case FRONT_BAD_ARGS:
	case FRONT_FAILED: return RESULT_FAILED;
	}
	return RESULT_FAILED;
}

static const char *result_message(Arena *arena, const Job *job, const FrontReport *report)
{
	const char *message = report->message ? report->message : "";
	if (report->status == FRONT_BAD_ARGS && report->unknown_arg)
		return arena_printf(arena, "clang refuses the argument %s", report->unknown_arg);
	if (!*message && result_status(report) == RESULT_FAILED)
		return "clang refuses it without saying why";
	return show_message(arena, job, message);
}

static uint32_t send_result(uint32_t index, FrameHead head, const char *message, const Words *dropped, const Buf *text)
{
	head.magic = FRAME_MAGIC;
	head.job = index;
	head.message_len = (uint32_t)strlen(message);
	for (uint32_t i = 0; i < dropped->n; i++)
		head.dropped_len += (uint32_t)strlen(dropped->v[i]) + 1;
	head.text_len = (uint32_t)text->len;
	head.rss_kb = resident_kb();
	head.peak_kb = peak_kb();
	send_bytes(&head, sizeof head);
	send_bytes(message, head.message_len);
	for (uint32_t i = 0; i < dropped->n; i++)
		send_bytes(dropped->v[i], strlen(dropped->v[i]) + 1);
	send_bytes(text->text, text->len);
	return head.rss_kb;
}

// Debug builds hold the front end to the rules that all passes behind it trust in.
static void verify(const Ir *ir, Arena *arena)
{
#ifndef NDEBUG
	for (uint32_t i = 0; i < ir->fns.n; i++) {
		const char *fault = ir_verify(ir, ir->fns.v[i], arena);
		if (fault)
			bug("%s: %s", strs_text(&ir->strs, ir->fns.v[i]->name), fault);
	}
#else
	(void)ir, (void)arena;
#endif
}

static void forget_errors(void)
{
	if (ftruncate(STDERR_FILENO, 0) == 0)
		lseek(STDERR_FILENO, 0, SEEK_SET);
}

static void do_job(uint32_t index)
{
	const Job *job = &worker.jobs->all.v[index];
	double begun = cpu_seconds();
	Arena arena = {0};
	Ir ir;
	FrontReport report;
	Words dropped = {0};
	Buf text = {.arena = &arena};
	forget_errors();
	limit(RLIMIT_CPU, (rlim_t)begun + worker.options->timeout + 2);
	bug_context(job->path);
	if (chdir(job->directory) == 0)
		lower_job(job, &arena, &ir, &report, &dropped);
	else
		report = (FrontReport){.status = FRONT_FAILED, .message = strerror(errno)};
	if (result_status(&report) != RESULT_FAILED) {
		verify(&ir, &arena);
		show_paths(&ir, job);
		ir_print_unit(&text, &ir, 0);
	}
	FrameHead head = {.status = result_status(&report), .nerrors = report.nerrors, .nfns = report.nfns,
	                  .nhavoc = report.nhavoc, .cpu_ms = (uint32_t)((cpu_seconds() - begun) * 1e3)};
	const char *message = result_message(&arena, job, &report);
	if (text.len >= FRAME_LIMIT)
		bug("an IR text of %zu bytes", text.len);
	uint32_t rss_kb = send_result(index, head, message, &dropped, &text);
	arena_free(&arena);
	if (rss_kb > TRIM_ABOVE_KB)
		malloc_trim(0);
}

// ---- a large stack --------------------------------------------------------------------------

// Says on standard error that it was the stack, then lets the fault kill the process.
static void on_fault(int number, siginfo_t *info, void *context)
{
	static const char text[] = "stack overflow\n";
	(void)context;
	uintptr_t at = (uintptr_t)info->si_addr, low = (uintptr_t)worker.stack;
	if (at >= low && at < low + 2 * GUARD && write(STDERR_FILENO, text, sizeof text - 1) < 0)
		_exit(1);
	signal(number, SIG_DFL);
}

static void *worker_loop(void *unused)
{
	static char signal_stack[SIGNAL_STACK];
	stack_t stack = {.ss_sp = signal_stack, .ss_size = sizeof signal_stack};
	struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
	sigaltstack(&stack, NULL);
	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
	for (uint32_t job; read_job(&job) && job < worker.jobs->all.n;)
		do_job(job);
	return unused;
}

// The largest stack that is to be had: memory that is promised to nobody until it is used.
static char *map_stack(size_t *size)
{
	for (*size = STACK; *size >= SMALLEST_STACK; *size /= 2) {
		void *stack = mmap(NULL, *size, PROT_READ | PROT_WRITE,
		                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
		if (stack != MAP_FAILED)
			return stack;
	}
	return NULL;
}

void worker_main(const Jobs *jobs, int channel, int errors, const PoolOptions *options)
{
	worker = (Worker){.jobs = jobs, .options = options};
	confine(channel, errors, options->memory_mb);
	size_t size;
	pthread_attr_t attributes;
	pthread_t thread;
	worker.stack = map_stack(&size);
	if (!worker.stack || mprotect(worker.stack, GUARD, PROT_NONE) != 0 || pthread_attr_init(&attributes) != 0 ||
	    pthread_attr_setstack(&attributes, worker.stack + GUARD, size - GUARD) != 0 ||
	    pthread_create(&thread, &attributes, worker_loop, NULL) != 0)
		bug("no stack for a worker: %s", strerror(errno));
	pthread_join(thread, NULL);
	_exit(0);
}
