// SPDX-License-Identifier: MIT
// pool: jobs in, results out in the order of the jobs. Workers are processes that
// take many units each; whatever becomes of one costs the unit that it had, no more.
// They are forked by a nursery, a process that began before the program grew.
#include "jobs/jobs.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	MAX_WORKERS = 256,
	UNITS_A_WORKER = 64,        // then a fresh one: what libclang leaks goes with the old
	RSS_GROWTH_KB = 160 << 10,  // the same, by size
	WORKER_NEED_MB = 256,       // memory reckoned for each when their number is chosen
	ALONE_FACTOR = 4,           // a unit that ran out of memory gets so much more, alone
	TICK_MS = 100,
	ERRORS_SHOWN = 300,         // bytes of a dead worker's last words
	GRACE_MS = 1000,            // for a worker to end by itself
};

// Makes workers and ends them. A worker forked from the driver would count the IR of all
// units so far as its own memory, and against its limit.
typedef struct Nursery {
	pid_t pid;
	int channel; // one request, one answer
} Nursery;

typedef struct WorkerProcess {
	pid_t pid;       // 0: none
	int channel, errors;
	uint32_t job;    // WORKER_NO_JOB: idle
	uint32_t taken;  // jobs so far
	uint32_t first_rss_kb;
	double deadline; // of the job
	FrameHead head;
	size_t got;      // bytes of the frame so far, head included
	char *body;
	Arena arena;     // holds body
} WorkerProcess;

typedef struct Pool {
	const Jobs *jobs;
	PoolOptions options;
	Progress *progress;
	ResultReceiver *receive;
	void *context;
	Arena arena;
	Nursery nursery;
	WorkerProcess *workers;
	uint32_t nworkers;
	uint32_t next;        // first job that nobody has had
	U32Vec again;         // jobs to try once more, alone
	bool alone;
	Result *results;      // by job
	bool *ready;
	uint32_t done, handed;
} Pool;

// ---- how many -----------------------------------------------------------------------------

static uint64_t read_number(const char *path, const char *format)
{
	unsigned long long value = UINT64_MAX;
	char line[256];
	FILE *file = fopen(path, "r");
	if (!file)
		return UINT64_MAX;
	while (fgets(line, sizeof line, file)) {
		if (sscanf(line, format, &value) == 1)
			break;
	}
	fclose(file);
	return value;
}

// Memory that may be taken, in MB: the system's, or what is left of the container's.
static uint64_t available_mb(void)
{
	uint64_t system = read_number("/proc/meminfo", "MemAvailable: %llu");
	uint64_t limit = read_number("/sys/fs/cgroup/memory.max", "%llu");
	uint64_t used = read_number("/sys/fs/cgroup/memory.current", "%llu");
	uint64_t mb = system == UINT64_MAX ? 1024 : system >> 10;
	if (limit != UINT64_MAX && used != UINT64_MAX) {
		uint64_t left = limit > used ? (limit - used) >> 20 : 0;
		mb = left < mb ? left : mb;
	}
	return mb;
}

static uint32_t count_cores(void)
{
	cpu_set_t set;
	int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
	return n > 0 ? (uint32_t)n : 1;
}

static uint32_t choose_workers(const PoolOptions *options, uint32_t njobs)
{
	uint64_t n = options->workers ? options->workers : count_cores(), fits = available_mb() / WORKER_NEED_MB;
	if (!options->workers && n > fits)
		n = fits;
	n = n > njobs ? njobs : n;
	return (uint32_t)(n > MAX_WORKERS ? MAX_WORKERS : n > 0 ? n : 1);
}

// ---- results --------------------------------------------------------------------------------

static void pool_finish_job(Pool *pool, uint32_t job, Result result)
{
	pool->results[job] = result;
	pool->ready[job] = true;
	pool->done++;
}

static void pool_hand_over(Pool *pool)
{
	for (; pool->handed < pool->jobs->all.n && pool->ready[pool->handed]; pool->handed++) {
		Result *result = &pool->results[pool->handed];
		pool->receive(pool->context, &pool->jobs->all.v[pool->handed], result);
		arena_free(&result->arena);
	}
}

static void pool_fail_job(Pool *pool, uint32_t job, const char *message)
{
	Result result = {.status = RESULT_FAILED};
	result.message = arena_strndup(&result.arena, message, strlen(message));
	pool_finish_job(pool, job, result);
}

// ---- the nursery --------------------------------------------------------------------------------

// Two files come with a request to start: the worker's channel and its standard error.
typedef struct NurseryRequest {
	pid_t end;          // 0: start a worker; else end this one
	bool by_force;      // at once
	uint32_t memory_mb; // for one that is started
} NurseryRequest;

typedef struct NurseryAnswer {
	pid_t started; // -1: not started, because of `error`
	int error;
	int status;    // of one that has ended, as wait tells it
} NurseryAnswer;

// Room for the two files, with the alignment that the kernel wants.
typedef union FilesMessage {
	struct cmsghdr head;
	char space[CMSG_SPACE(2 * sizeof(int))];
} FilesMessage;

static bool send_request(int channel, NurseryRequest request, const int files[2])
{
	FilesMessage control = {.head = {.cmsg_len = CMSG_LEN(2 * sizeof(int)), .cmsg_level = SOL_SOCKET,
	                                 .cmsg_type = SCM_RIGHTS}};
	struct iovec part = {.iov_base = &request, .iov_len = sizeof request};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
	if (files) {
		memcpy(CMSG_DATA(&control.head), files, 2 * sizeof(int));
		message.msg_control = &control;
		message.msg_controllen = sizeof control;
	}
	return sendmsg(channel, &message, MSG_NOSIGNAL) == (ssize_t)sizeof request;
}

static bool take_request(int channel, NurseryRequest *request, int files[2])
{
	FilesMessage control;
	struct iovec part = {.iov_base = request, .iov_len = sizeof *request};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control,
	                         .msg_controllen = sizeof control};
	ssize_t got;
	do
		got = recvmsg(channel, &message, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	const struct cmsghdr *head = got > 0 ? CMSG_FIRSTHDR(&message) : NULL;
	bool has_files = head && head->cmsg_type == SCM_RIGHTS && head->cmsg_len == CMSG_LEN(2 * sizeof(int));
	if (has_files)
		memcpy(files, CMSG_DATA(head), 2 * sizeof(int));
	return got == (ssize_t)sizeof *request && (request->end || has_files);
}

// Ends the process; returns its wait status. One that is not forced gets some time to
// end by itself: its channel has closed, so it should be dead already.
static int end_process(pid_t pid, bool by_force)
{
	int status = 0;
	pid_t ended = 0;
	for (int ms = 0; !by_force && ended == 0 && ms < GRACE_MS; ms++) {
		ended = waitpid(pid, &status, WNOHANG);
		if (ended == 0)
			poll(NULL, 0, 1);
	}
	if (ended != pid) {
		kill(pid, SIGKILL);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
	}
	return status;
}

static void nursery_main(const Jobs *jobs, PoolOptions options, int channel)
{
	NurseryRequest request;
	int files[2];
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (take_request(channel, &request, files)) {
		NurseryAnswer answer = {0};
		if (request.end) {
			answer.status = end_process(request.end, request.by_force);
		} else {
			options.memory_mb = request.memory_mb;
			answer.started = fork();
			answer.error = errno;
			if (answer.started == 0)
				worker_main(jobs, files[0], files[1], &options);
			close(files[0]);
			close(files[1]);
		}
		if (send(channel, &answer, sizeof answer, MSG_NOSIGNAL) != (ssize_t)sizeof answer)
			break;
	}
	_exit(0);
}

static bool nursery_open(Nursery *nursery, const Jobs *jobs, const PoolOptions *options)
{
	int channels[2];
	*nursery = (Nursery){.channel = -1};
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, channels) != 0)
		return false;
	nursery->pid = fork();
	if (nursery->pid == 0) {
		close(channels[0]);
		nursery_main(jobs, *options, channels[1]);
	}
	int error = errno;
	close(channels[1]);
	nursery->channel = channels[0];
	errno = error;
	return nursery->pid > 0;
}

// All workers have ended.
static void nursery_close(Nursery *nursery)
{
	close(nursery->channel);
	while (nursery->pid > 0 && waitpid(nursery->pid, NULL, 0) < 0 && errno == EINTR)
		;
}

static bool nursery_ask(const Nursery *nursery, NurseryRequest request, const int files[2], NurseryAnswer *answer)
{
	ssize_t got;
	if (!send_request(nursery->channel, request, files))
		return false;
	do
		got = recv(nursery->channel, answer, sizeof *answer, 0);
	while (got < 0 && errno == EINTR);
	if (got >= 0)
		errno = got == (ssize_t)sizeof *answer ? answer->error : EPIPE;
	return got == (ssize_t)sizeof *answer;
}

// ---- one worker -------------------------------------------------------------------------------

static bool open_channels(int channels[2], int *errors)
{
	*errors = memfd_create("outlive-errors", MFD_CLOEXEC);
	if (*errors < 0)
		return false;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, channels) == 0)
		return true;
	close(*errors);
	return false;
}

static bool worker_start(Pool *pool, WorkerProcess *worker)
{
	int channels[2], errors;
	if (!open_channels(channels, &errors))
		return false;
	NurseryRequest request = {.memory_mb = pool->options.memory_mb};
	NurseryAnswer answer;
	bool started =
		nursery_ask(&pool->nursery, request, (int[]){channels[1], errors}, &answer) && answer.started > 0;
	int error = errno;
	close(channels[1]);
	if (!started) {
		close(channels[0]);
		close(errors);
		errno = error;
		return false;
	}
	fcntl(channels[0], F_SETFL, O_NONBLOCK);
	*worker = (WorkerProcess){.pid = answer.started, .channel = channels[0], .errors = errors, .job = WORKER_NO_JOB};
	return true;
}

static int worker_end(const Pool *pool, WorkerProcess *worker, bool by_force)
{
	NurseryAnswer answer;
	NurseryRequest request = {.end = worker->pid, .by_force = by_force};
	if (!nursery_ask(&pool->nursery, request, NULL, &answer))
		answer.status = SIGKILL; // the nursery took it along
	close(worker->channel);
	arena_free(&worker->arena);
	worker->pid = 0;
	return answer.status;
}

static void worker_give(Pool *pool, WorkerProcess *worker, uint32_t job)
{
	worker->job = job;
	worker->taken++;
	worker->got = 0;
	worker->deadline = clock_seconds() + pool->options.timeout;
	// A worker that is dead by now is noticed when its answer is read.
	if (send(worker->channel, &job, sizeof job, MSG_NOSIGNAL) != (ssize_t)sizeof job)
		kill(worker->pid, SIGKILL);
}

// ---- death ------------------------------------------------------------------------------------

// The first line that the worker left on its standard error, "" when it left none.
// Sanitizers begin with a rule of `=`.
static const char *last_words(Arena *arena, const WorkerProcess *worker)
{
	char text[ERRORS_SHOWN + 1];
	ssize_t got = pread(worker->errors, text, ERRORS_SHOWN, 0);
	text[got > 0 ? got : 0] = '\0';
	const char *line = text + strspn(text, "=\n");
	return arena_strndup(arena, line, strcspn(line, "\n"));
}

static bool speaks_of_memory(const char *words)
{
	return strstr(words, "out of memory") || strstr(words, "bad_alloc") || strstr(words, "annot allocate");
}

static bool is_memory_kill(int status, const char *words)
{
	return (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) || speaks_of_memory(words);
}

static const char *describe_signal(int number, const char *words)
{
	switch (number) {
	case SIGSEGV:
	case SIGBUS: return strstr(words, "stack overflow") ? "stack overflow" : "stack overflow?";
	case SIGKILL: return "out of memory?";
	case SIGXCPU: return "too much CPU time";
	default: return speaks_of_memory(words) ? "out of memory" : *words ? words : strsignal(number);
	}
}

static const char *describe_death(Arena *arena, int status, const char *words)
{
	if (WIFSIGNALED(status)) {
		int number = WTERMSIG(status);
		return arena_printf(arena, "worker killed by signal %d (%s)", number, describe_signal(number, words));
	}
	return arena_printf(arena, "worker ended with status %d%s%s", WEXITSTATUS(status), *words ? ": " : "", words);
}

// The channel has closed: the worker's job failed, or is tried again where it was not
// the job's fault alone.
static void pool_bury(Pool *pool, WorkerProcess *worker)
{
	Arena arena = {0};
	uint32_t job = worker->job;
	int status = worker_end(pool, worker, false);
	const char *words = last_words(&arena, worker);
	close(worker->errors);
	if (job != WORKER_NO_JOB) {
		if (!pool->alone && (worker->taken > 1 || is_memory_kill(status, words)))
			VEC_PUSH(&pool->arena, &pool->again, job);
		else
			pool_fail_job(pool, job, describe_death(&arena, status, words));
	}
	arena_free(&arena);
}

static void pool_retire(const Pool *pool, WorkerProcess *worker)
{
	worker_end(pool, worker, true);
	close(worker->errors);
}

static void pool_check_deadline(Pool *pool, WorkerProcess *worker)
{
	if (!worker->pid || worker->job == WORKER_NO_JOB || clock_seconds() < worker->deadline)
		return;
	Arena arena = {0};
	pool_fail_job(pool, worker->job,
	              arena_printf(&arena, "not finished after %u s (--timeout)", pool->options.timeout));
	arena_free(&arena);
	pool_retire(pool, worker);
}

// ---- answers ------------------------------------------------------------------------------------

// What a worker sends is checked like any input: it may have been taken over.
static bool head_is_sound(const WorkerProcess *worker)
{
	const FrameHead *head = &worker->head;
	return head->magic == FRAME_MAGIC && head->job == worker->job && head->status <= RESULT_FAILED &&
	       head->message_len < FRAME_LIMIT && head->dropped_len < FRAME_LIMIT && head->text_len < FRAME_LIMIT;
}

static size_t body_len(const FrameHead *head)
{
	return (size_t)head->message_len + head->dropped_len + head->text_len;
}

static Result read_result(WorkerProcess *worker)
{
	const FrameHead *head = &worker->head;
	Result result = {.arena = worker->arena, .status = (ResultStatus)head->status, .nerrors = head->nerrors,
	                 .nfns = head->nfns, .nhavoc = head->nhavoc, .cpu_ms = head->cpu_ms, .peak_kb = head->peak_kb};
	const char *at = worker->body, *end = at + head->message_len;
	worker->arena = (Arena){0};
	result.message = arena_strndup(&result.arena, at, head->message_len);
	for (at = end, end += head->dropped_len; at < end;) {
		const char *word = arena_strndup(&result.arena, at, strnlen(at, (size_t)(end - at)));
		VEC_PUSH(&result.arena, &result.dropped, word);
		at += strlen(word) + 1;
	}
	result.text = end;
	result.len = head->text_len;
	return result;
}

static void pool_take_answer(Pool *pool, WorkerProcess *worker)
{
	uint32_t job = worker->job, rss = worker->head.rss_kb;
	pool_finish_job(pool, job, read_result(worker));
	worker->job = WORKER_NO_JOB;
	worker->got = 0;
	if (worker->taken == 1)
		worker->first_rss_kb = rss;
	if (worker->taken >= UNITS_A_WORKER || rss > worker->first_rss_kb + RSS_GROWTH_KB)
		pool_retire(pool, worker);
}

// Reads what is there. False: the channel has closed, or what came is no frame.
static bool pool_read_some(Pool *pool, WorkerProcess *worker)
{
	size_t head_len = sizeof worker->head, total = head_len + body_len(&worker->head);
	if (worker->job == WORKER_NO_JOB)
		return false;
	bool in_head = worker->got < head_len;
	char *into = in_head ? (char *)&worker->head + worker->got : worker->body + (worker->got - head_len);
	size_t want = (in_head ? head_len : total) - worker->got;
	ssize_t got = read(worker->channel, into, want);
	if (got < 0)
		return errno == EINTR || errno == EAGAIN;
	if (got == 0)
		return false;
	worker->got += (size_t)got;
	if (in_head && worker->got == head_len) {
		if (!head_is_sound(worker)) {
			kill(worker->pid, SIGKILL);
			return false;
		}
		total = head_len + body_len(&worker->head);
		worker->body = arena_alloc(&worker->arena, body_len(&worker->head) + 1);
	}
	if (worker->got >= head_len && worker->got == total)
		pool_take_answer(pool, worker);
	return true;
}

// ---- the loop -------------------------------------------------------------------------------------

static bool pool_next_job(Pool *pool, uint32_t *job)
{
	if (pool->alone) {
		if (!pool->again.n)
			return false;
		*job = pool->again.v[--pool->again.n];
		return true;
	}
	while (pool->next < pool->jobs->all.n && pool->ready[pool->next])
		pool->next++;
	if (pool->next == pool->jobs->all.n)
		return false;
	*job = pool->next++;
	return true;
}

static bool pool_has_worker(const Pool *pool)
{
	for (uint32_t i = 0; i < pool->nworkers; i++) {
		if (pool->workers[i].pid)
			return true;
	}
	return false;
}

static void pool_give_out(Pool *pool)
{
	uint32_t job;
	for (uint32_t i = 0; i < pool->nworkers; i++) {
		WorkerProcess *worker = &pool->workers[i];
		if ((worker->pid && worker->job != WORKER_NO_JOB) || !pool_next_job(pool, &job))
			continue;
		if (worker->pid || worker_start(pool, worker)) {
			worker_give(pool, worker, job);
		} else if (!pool_has_worker(pool)) {
			pool_fail_job(pool, job, strerror(errno));
		} else {
			VEC_PUSH(&pool->arena, &pool->again, job);
		}
	}
}

static bool pool_is_busy(const Pool *pool)
{
	for (uint32_t i = 0; i < pool->nworkers; i++) {
		if (pool->workers[i].pid && pool->workers[i].job != WORKER_NO_JOB)
			return true;
	}
	return false;
}

static void pool_wait(Pool *pool)
{
	struct pollfd files[MAX_WORKERS];
	for (uint32_t i = 0; i < pool->nworkers; i++)
		files[i] = (struct pollfd){.fd = pool->workers[i].pid ? pool->workers[i].channel : -1, .events = POLLIN};
	if (poll(files, pool->nworkers, TICK_MS) < 0)
		return;
	for (uint32_t i = 0; i < pool->nworkers; i++) {
		WorkerProcess *worker = &pool->workers[i];
		if (files[i].revents && !pool_read_some(pool, worker))
			pool_bury(pool, worker);
		else
			pool_check_deadline(pool, worker);
	}
}

static void pool_work(Pool *pool)
{
	for (pool_give_out(pool); pool_is_busy(pool); pool_give_out(pool)) {
		pool_wait(pool);
		pool_hand_over(pool);
		progress_step(pool->progress, pool->done);
	}
	for (uint32_t i = 0; i < pool->nworkers; i++) {
		if (pool->workers[i].pid)
			pool_retire(pool, &pool->workers[i]);
	}
	pool_hand_over(pool);
}

void pool_run(const Jobs *jobs, const PoolOptions *options, Progress *progress, ResultReceiver *receive, void *context)
{
	uint32_t n = jobs->all.n;
	Pool pool = {.jobs = jobs, .options = *options, .progress = progress, .receive = receive, .context = context};
	pool.nworkers = choose_workers(options, n);
	pool.workers = ARENA_ARRAY(&pool.arena, WorkerProcess, pool.nworkers);
	pool.results = ARENA_ARRAY(&pool.arena, Result, n);
	pool.ready = ARENA_ARRAY(&pool.arena, bool, n);
	for (uint32_t i = 0; i < n; i++) {
		if (jobs->all.v[i].error)
			pool_fail_job(&pool, i, jobs->all.v[i].error);
	}
	if (!nursery_open(&pool.nursery, jobs, options)) {
		for (uint32_t i = 0; i < n; i++) {
			if (!pool.ready[i])
				pool_fail_job(&pool, i, strerror(errno));
		}
	}
	pool_work(&pool);
	pool.alone = true;
	pool.nworkers = 1;
	pool.options.memory_mb *= ALONE_FACTOR;
	pool_work(&pool);
	nursery_close(&pool.nursery);
	arena_free(&pool.arena);
}
