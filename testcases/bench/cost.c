// SPDX-License-Identifier: MIT
// In: the outlive program and a compile_commands.json. Out: the CPU time of one
// `outlive check -p` over `clang -fsyntax-only` on the same units, in workers (parsing
// and lowering) and behind them (solving), and the memory peak of the driver and of its
// largest worker, beside clang's own where it needs most.
// Both are measured in one run, in turn, and medians compared, so that a busy machine
// slows both alike.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_REPEATS = 15, POLL_MS = 20, MAX_RETRIES = 20 };

typedef struct Command {
	const char *directory, *file;
	char **argv; // NULL-terminated; argv[0] is clang
	int argc;
	bool skipped; // clang cannot parse it at all
	long peak_kb; // clang's
} Command;

// Of one process and those that it waited for: both as wait4 tells them.
typedef struct Usage {
	double seconds;
	long peak_kb; // of the largest of them
} Usage;

typedef struct Peak {
	long driver_kb, worker_kb;
} Peak;

// CPU time of one analysis: all of it, and what --stats says of its two parts.
typedef struct Cost {
	double total, workers, behind;
} Cost;

static void die(const char *what)
{
	fprintf(stderr, "cost: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void *check_alloc(void *block)
{
	if (block == NULL)
		die("memory");
	return block;
}

// ---- the database ----------------------------------------------------------------

// Options that only concern output; those in the second list take an argument.
static const char *const output_flags[] = {"-c", "-MD", "-MMD", "-MP", "-M", "-MM", "-MG"};
static const char *const output_options[] = {"-o", "-MF", "-MT", "-MQ", "-MJ"};

static bool listed(const char *const *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}

static void command_add(Command *command, const char *word)
{
	command->argv = check_alloc(realloc(command->argv, sizeof(char *) * (size_t)(command->argc + 2)));
	command->argv[command->argc++] = check_alloc(strdup(word));
	command->argv[command->argc] = NULL;
}

// Takes the next word of a shell command line off *text into `word`; false at its end.
static bool shell_word(const char **text, char *word)
{
	const char *p = *text + strspn(*text, " \t\n");
	char quote = 0;

	if (*p == '\0')
		return false;
	for (; *p != '\0' && (quote != 0 || strchr(" \t\n", *p) == NULL); p++) {
		if (*p == '\\' && quote != '\'' && p[1] != '\0')
			*word++ = *++p;
		else if (quote == 0 && (*p == '"' || *p == '\''))
			quote = *p;
		else if (*p == quote)
			quote = 0;
		else
			*word++ = *p;
	}
	*word = '\0';
	*text = p;
	return true;
}

// Adds the recorded words without the compiler and without output options.
static void command_read(Command *command, json_t *entry)
{
	json_t *arguments = json_object_get(entry, "arguments");
	const char *line = json_string_value(json_object_get(entry, "command"));
	char *word = check_alloc(malloc(line != NULL ? strlen(line) + 1 : 1));
	bool skip_next = true; // the compiler

	for (size_t i = 0; line != NULL ? shell_word(&line, word) : i < json_array_size(arguments); i++) {
		const char *next = line != NULL ? word : json_string_value(json_array_get(arguments, i));
		if (!skip_next && next != NULL && !listed(output_flags, sizeof output_flags / sizeof *output_flags, next)) {
			skip_next = listed(output_options, sizeof output_options / sizeof *output_options, next);
			if (!skip_next)
				command_add(command, next);
		} else {
			skip_next = false;
		}
	}
	free(word);
}

static Command *database_read(const char *path, const char *clang, size_t *n)
{
	json_error_t error;
	json_t *root = json_load_file(path, 0, &error);
	Command *commands;

	if (root == NULL || !json_is_array(root)) {
		fprintf(stderr, "cost: %s:%d: %s\n", path, error.line, error.text);
		exit(2);
	}
	*n = json_array_size(root);
	commands = check_alloc(calloc(*n + 1, sizeof *commands));
	for (size_t i = 0; i < *n; i++) {
		json_t *entry = json_array_get(root, i);
		commands[i].directory = json_string_value(json_object_get(entry, "directory"));
		commands[i].file = json_string_value(json_object_get(entry, "file"));
		command_add(&commands[i], clang);
		command_read(&commands[i], entry);
		command_add(&commands[i], "-fsyntax-only");
		command_add(&commands[i], "-w");
		command_add(&commands[i], "-Qunused-arguments");
	}
	return commands; // strings stay in the JSON tree, which lives as long as the program
}

// ---- running and measuring -----------------------------------------------------------

static double usage_seconds(const struct rusage *u)
{
	return (double)(u->ru_utime.tv_sec + u->ru_stime.tv_sec) +
	       (double)(u->ru_utime.tv_usec + u->ru_stime.tv_usec) / 1e6;
}

static pid_t start(char *const *argv, const char *directory, int err)
{
	pid_t pid = fork();

	if (pid < 0)
		die("fork");
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);
		dup2(null, 0);
		dup2(null, 1);
		dup2(err >= 0 ? err : null, 2);
		if (directory == NULL || chdir(directory) == 0)
			execvp(argv[0], argv);
		_exit(127);
	}
	return pid;
}

// The peak resident size of a process, and whose child it is.
static long peak_of(long pid, long *parent)
{
	char path[64], line[256];
	long kb = 0;
	FILE *status;

	snprintf(path, sizeof path, "/proc/%ld/status", pid);
	status = fopen(path, "r");
	*parent = 0;
	while (status != NULL && fgets(line, sizeof line, status) != NULL) {
		sscanf(line, "PPid: %ld", parent);
		sscanf(line, "VmHWM: %ld", &kb);
	}
	if (status != NULL)
		fclose(status);
	return kb;
}

// Workers are not children of the driver, but of a child of it.
static void note_peaks(pid_t driver, Peak *peak)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;

	while (proc != NULL && (entry = readdir(proc)) != NULL) {
		long parent = 0, above = 0, pid = strtol(entry->d_name, NULL, 10), kb = pid > 0 ? peak_of(pid, &parent) : 0;
		if (pid == driver && kb > peak->driver_kb)
			peak->driver_kb = kb;
		if (parent > 1)
			peak_of(parent, &above);
		if (parent > 1 && (parent == driver || above == driver) && kb > peak->worker_kb)
			peak->worker_kb = kb;
	}
	if (proc != NULL)
		closedir(proc);
}

// Waits for `pid`, which waits for its own children.
static Usage finish(pid_t pid, int *status, Peak *peak)
{
	struct rusage usage;

	while (wait4(pid, status, peak != NULL ? WNOHANG : 0, &usage) == 0) {
		note_peaks(pid, peak);
		nanosleep(&(struct timespec){.tv_nsec = POLL_MS * 1000000L}, NULL);
	}
	return (Usage){.seconds = usage_seconds(&usage), .peak_kb = usage.ru_maxrss};
}

// Drops the arguments that clang does not know, as outlive does, until it parses.
// This run also brings the files into the page cache.
static void command_settle(Command *command)
{
	for (int retry = 0; retry < MAX_RETRIES; retry++) {
		char text[4096] = "", *unknown;
		FILE *err = tmpfile();
		int status, kept = 0;

		if (err == NULL)
			die("tmpfile");
		finish(start(command->argv, command->directory, fileno(err)), &status, NULL);
		rewind(err);
		text[fread(text, 1, sizeof text - 1, err)] = '\0';
		fclose(err);
		unknown = strstr(text, "argument: '");
		if (status == 0 || unknown == NULL) {
			command->skipped = status != 0;
			return;
		}
		unknown += strlen("argument: '");
		unknown[strcspn(unknown, "'")] = '\0';
		for (int i = 0; i < command->argc; i++)
			if (strcmp(command->argv[i], unknown) != 0)
				command->argv[kept++] = command->argv[i];
		command->argv[kept] = NULL;
		command->argc = kept;
	}
	command->skipped = true;
}

static double run_clang(Command *commands, size_t n)
{
	double seconds = 0;
	int status;

	for (size_t i = 0; i < n; i++) {
		if (commands[i].skipped)
			continue;
		Usage usage = finish(start(commands[i].argv, commands[i].directory, -1), &status, NULL);
		seconds += usage.seconds;
		commands[i].peak_kb = usage.peak_kb;
	}
	return seconds;
}

// Picks "... of CPU 1.23 s in workers and 0.45 s behind them" out of the words of --stats,
// and shows the last line, which says how many units were analysed.
static void read_stats(FILE *err, Cost *cost)
{
	char line[4096], last[4096] = "";

	rewind(err);
	while (fgets(line, sizeof line, err) != NULL) {
		const char *parts = strstr(line, "of CPU ");
		if (strncmp(line, "time ", 5) == 0 && parts != NULL)
			sscanf(parts, "of CPU %lf s in workers and %lf s", &cost->workers, &cost->behind);
		memcpy(last, line, sizeof last);
	}
	printf("outlive: %s", last);
}

static Cost run_outlive(char *outlive, char *database, Peak *peak, int *code)
{
	char *argv[] = {outlive, (char[]){"check"}, (char[]){"-j1"}, (char[]){"--stats"}, (char[]){"-p"}, database, NULL};
	Cost cost = {0, 0, 0};
	FILE *err = tmpfile();
	int status;

	if (err == NULL)
		die("tmpfile");
	cost.total = finish(start(argv, NULL, fileno(err)), &status, peak).seconds;
	read_stats(err, &cost);
	fclose(err);
	*code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	return cost;
}

// The peak of the worker that parses `file`: the largest process, when nothing is solved.
static long worker_peak(char *outlive, char *database, char *file)
{
	char *argv[] = {outlive, (char[]){"check"}, (char[]){"--dump=mir"}, (char[]){"-p"}, database, file, NULL};
	int status;

	return finish(start(argv, NULL, -1), &status, NULL).peak_kb;
}

// The unit that takes most of clang's memory, and what it takes of a worker's.
static void print_largest_unit(const Command *commands, size_t n, char *outlive, char *database)
{
	const Command *largest = &commands[0];
	char path[4096];

	for (size_t i = 1; i < n; i++)
		if (commands[i].peak_kb > largest->peak_kb)
			largest = &commands[i];
	if (largest->peak_kb == 0 || largest->file == NULL)
		return;
	bool relative = largest->file[0] != '/' && largest->directory != NULL;
	snprintf(path, sizeof path, "%s%s%s", relative ? largest->directory : "", relative ? "/" : "", largest->file);
	long worker_kb = worker_peak(outlive, database, path);
	printf("largest unit %s: worker %ld MB, clang -fsyntax-only %ld MB, ratio %.2f\n", path, worker_kb / 1024,
	       largest->peak_kb / 1024, (double)worker_kb / (double)largest->peak_kb);
}

static int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double median(const double *measured, int n)
{
	double values[MAX_REPEATS];

	memcpy(values, measured, sizeof *values * (size_t)n);
	qsort(values, (size_t)n, sizeof *values, compare_doubles);
	return n % 2 != 0 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

// All runs, by what was measured.
typedef struct Runs {
	double clang[MAX_REPEATS], total[MAX_REPEATS], workers[MAX_REPEATS], behind[MAX_REPEATS];
	int n, code; // exit status of the last analysis
	Peak peak;
} Runs;

static void measure(Runs *runs, Command *commands, size_t n, char *outlive, char *database)
{
	for (int i = 0; i < runs->n; i++) {
		runs->clang[i] = run_clang(commands, n);
		Cost cost = run_outlive(outlive, database, &runs->peak, &runs->code);
		runs->total[i] = cost.total;
		runs->workers[i] = cost.workers;
		runs->behind[i] = cost.behind;
		printf("run %d: clang %.2f s, outlive %.2f s (exit status %d)\n", i + 1, runs->clang[i], cost.total,
		       runs->code);
	}
}

static void print_ratios(const Runs *runs)
{
	double base = median(runs->clang, runs->n), total = median(runs->total, runs->n);

	if (base > 0)
		printf("ratio %.2f: in workers %.2f, behind them %.2f (medians of CPU time: outlive %.2f s, clang "
		       "-fsyntax-only %.2f s)\n",
		       total / base, median(runs->workers, runs->n) / base, median(runs->behind, runs->n) / base, total, base);
	printf("peak memory: worker %ld MB, driver %ld MB\n", runs->peak.worker_kb / 1024, runs->peak.driver_kb / 1024);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	Runs runs = {.n = argc > 4 ? atoi(argv[4]) : 3};
	size_t n, skipped = 0;

	if (argc < 4 || runs.n < 1 || runs.n > MAX_REPEATS) {
		fprintf(stderr, "usage: cost OUTLIVE CLANG COMPILE_COMMANDS.JSON [REPEATS]\n");
		return 2;
	}
	Command *commands = database_read(argv[3], argv[2], &n);
	for (size_t i = 0; i < n; i++) {
		command_settle(&commands[i]);
		skipped += commands[i].skipped;
	}
	measure(&runs, commands, n, argv[1], argv[3]);
	printf("units %zu, of them %zu that clang does not parse and only outlive is charged for\n", n, skipped);
	print_ratios(&runs);
	print_largest_unit(commands, n, argv[1], argv[3]);
	return runs.code > 1 && runs.code != 3 ? 2 : 0;
}
