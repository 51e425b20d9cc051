// SPDX-License-Identifier: MIT
// main: a command line in, findings and an exit status out. check_program holds the
// whole line, one box after the other; all else here is what a user sees around it.
#include "check/check.h"
#include "check/pages.h"
#include "diag/diag.h"
#include "flow/flow.h"
#include "front/front.h"
#include "ir/ir.h"
#include "jobs/jobs.h"
#include "link/link.h"
#include "options.h"
#include "sum/sum.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

typedef enum ExitStatus {
	EXIT_CLEAN = 0,
	EXIT_FINDINGS = 1,   // at error level
	EXIT_USAGE = 2,      // or an internal error
	EXIT_INCOMPLETE = 3, // a unit failed, or was analysed in part
} ExitStatus;

// What happened so far in one run of `check`.
typedef struct Run {
	const Options *options;
	Arena arena; // lives as long as the program under analysis
	Ir ir;
	Progress progress;
	uint32_t whole, partial, failed; // units
	uint32_t cut;                    // functions near to threads that were followed in part
	bool usage;                      // a mistake of the user's was reported
	uint32_t errors, warnings;       // findings
	uint32_t nfns, nhavoc, nrefused;
	uint32_t cpu_ms, peak_kb;        // of the workers
	Buf explained;                   // for --explain-args
} Run;

// ---- units as they come in --------------------------------------------------------------

static void count_unit(Run *run, const Result *result)
{
	run->nfns += result->nfns;
	run->nhavoc += result->nhavoc;
	run->nrefused += result->dropped.n;
	run->cpu_ms += result->cpu_ms;
	run->peak_kb = result->peak_kb > run->peak_kb ? result->peak_kb : run->peak_kb;
}

static void fail_unit(Run *run, const Job *job, const char *why)
{
	run->failed++;
	run->usage |= job->error && job->usage;
	progress_say(&run->progress, "%s: not analysed: %s", job->path, why);
}

// Takes what a worker made of a unit into the program.
static void take_unit(void *context, const Job *job, const Result *result)
{
	Run *run = context;
	TextError error;
	if (result->status == RESULT_FAILED) {
		fail_unit(run, job, result->message);
		return;
	}
	count_unit(run, result);
	if (!ir_parse(&run->ir, result->text, result->len, &error)) {
		fail_unit(run, job, arena_printf(&run->arena, "IR:%u:%u: %s", error.line, error.col, error.message));
	} else if (result->status == RESULT_PARTIAL) {
		run->partial++;
		progress_say(&run->progress, "%s: analysed in part: %s (%u error%s from clang)", job->path, result->message,
		             result->nerrors, result->nerrors == 1 ? "" : "s");
	} else {
		run->whole++;
	}
}

// ---- what a user sees --------------------------------------------------------------------

static bool output_is_terminal(const Options *options)
{
	return !options->output && isatty(STDOUT_FILENO) == 1;
}

static const char *format_name(const Options *options)
{
	return options->format ? options->format : output_is_terminal(options) ? "human" : "short";
}

static RenderOptions render_options(const Options *options)
{
	RenderOptions render = {.unicode = options->unicode};
	const char *terminal = getenv("TERM"), *no_color = getenv("NO_COLOR");
	struct winsize size;
	if (options->color && strcmp(options->color, "auto") != 0)
		render.color = strcmp(options->color, "always") == 0;
	else
		render.color = output_is_terminal(options) && !(no_color && *no_color) &&
		               terminal && strcmp(terminal, "dumb") != 0;
	if (output_is_terminal(options) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		render.width = size.ws_col;
	return render;
}

// Writes to -o FILE or standard output.
static void write_output(Run *run, const Buf *text)
{
	const char *path = run->options->output;
	FILE *out = path ? fopen(path, "wb") : stdout;
	bool ok = out && (!text->len || fwrite(text->text, 1, text->len, out) == text->len) && fflush(out) == 0;
	int error = errno;
	if (out && path)
		ok &= fclose(out) == 0;
	if (ok)
		return;
	run->usage = true;
	progress_say(&run->progress, "%s: %s", path ? path : "standard output", strerror(error));
}

static void show_findings(Run *run, const Diags *diags)
{
	Buf text = {.arena = &run->arena};
	RenderOptions options = render_options(run->options);
	for (uint32_t i = 0; i < diags->n; i++) {
		run->errors += diags->v[i].level == DIAG_ERROR;
		run->warnings += diags->v[i].level == DIAG_WARNING;
	}
	renderer_find(format_name(run->options))->render(&text, diags, &run->ir.files, &options);
	write_output(run, &text);
}

static void show_stats(const Run *run, const Jobs *jobs, const FlowStats *flow)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	double seconds = clock_seconds() - run->progress.started;
	double own = (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6;
	fprintf(stderr, "units       %u whole, %u in part, %u failed\n", run->whole, run->partial, run->failed);
	fprintf(stderr, "entries     %u not C, %u inner commands, %u equal to another\n", jobs->nforeign, jobs->ninner,
	        jobs->nmerged);
	fprintf(stderr, "arguments   %u dropped by the table, %u refused by clang\n", jobs->ndropped, run->nrefused);
	fprintf(stderr, "functions   %u lowered, %u constructs not (HAVOC)\n", run->nfns, run->nhavoc);
	fprintf(stderr, "flow        %u functions solved, %u given up, %u spawns, %u loans, %u of stack data\n", flow->fns,
	        flow->given_up, flow->spawns, flow->loans, flow->stack_loans);
	for (uint32_t i = 0; i < flow->gave_up.n && i < 20; i++)
		fprintf(stderr, "gave up     %s: %s\n", strs_text(&run->ir.strs, flow->gave_up.v[i].fn),
		        flow->gave_up.v[i].budget);
	fprintf(stderr, "time        %.2f s, of CPU %.2f s in workers and %.2f s behind them\n", seconds,
	        (double)run->cpu_ms / 1e3, own);
	fprintf(stderr, "memory      %u MB in the largest worker, %ld MB behind them\n", run->peak_kb >> 10,
	        usage.ru_maxrss >> 10);
}

static bool dumps(const Run *run, DumpKind kind)
{
	return (run->options->dumps & kind) != 0;
}

static ExitStatus run_status(const Run *run)
{
	if (run->usage)
		return EXIT_USAGE;
	if (run->partial || run->failed || run->cut)
		return EXIT_INCOMPLETE;
	return run->errors ? EXIT_FINDINGS : EXIT_CLEAN;
}

// ---- the line -----------------------------------------------------------------------------

static void add_models(Run *run, Sums *sums)
{
	sums_init(sums, &run->ir);
	sums_add_builtin(sums);
	for (uint32_t i = 0; i < run->options->models.n; i++)
		run->usage |= !sums_add_file(sums, run->options->models.v[i], stderr);
}

// Mistakes in annotations are findings like others, but never errors.
static void add_annotations(Run *run, Sums *sums, Diags *diags)
{
	SumNotes notes = {0};
	sums_add_annotations(sums, &run->ir, &notes);
	for (uint32_t i = 0; i < notes.n; i++)
		diag_new(&run->arena, diags, DIAG_WARNING, "", notes.v[i].span, "", "%s", notes.v[i].message);
}

// The level that the last of -A, -W and -D for `code` gives it.
static LintLevel lint_level(const void *context, const char *code)
{
	const Options *options = context;
	for (uint32_t i = options->lints.n; i-- > 0;) {
		const Lint *lint = &options->lints.v[i];
		if (strcmp(lint->code, code) == 0)
			return lint->level == 'A' ? LINT_ALLOW : lint->level == 'W' ? LINT_WARN : LINT_DENY;
	}
	return LINT_DEFAULT;
}

static void start_run(Run *run, const Jobs *jobs)
{
	progress_start(&run->progress, stderr, jobs->all.n);
	for (uint32_t i = 0; i < jobs->errors.n; i++)
		progress_say(&run->progress, "%s", jobs->errors.v[i]);
	if (jobs->nforeign)
		progress_say(&run->progress, "%u database entr%s not C and left out", jobs->nforeign,
		             jobs->nforeign == 1 ? "y is" : "ies are");
	run->usage |= jobs->errors.n > 0;
}

static void print_units(Run *run, Buf *out)
{
	for (uint32_t i = 0; i < run->ir.units.n; i++)
		ir_print_unit(out, &run->ir, i);
}

// What was given up where threads start or end is no clean result.
static void name_given_up(Run *run, const FlowStats *stats)
{
	for (uint32_t i = 0; i < stats->gave_up.n; i++) {
		const GaveUp *gave_up = &stats->gave_up.v[i];
		if (!gave_up->near)
			continue;
		run->cut++;
		progress_say(&run->progress,
		             "function `%s` was followed in part only (budget of %s): findings in it may be missing",
		             strs_text(&run->ir.strs, gave_up->fn), gave_up->budget);
	}
}

static ExitStatus finish_run(Run *run, const Jobs *jobs, const FlowStats *stats, const Diags *diags, const Buf *dump)
{
	name_given_up(run, stats);
	if (run->options->dumps)
		write_output(run, dump);
	else
		show_findings(run, diags);
	if (run->options->stats)
		show_stats(run, jobs, stats);
	progress_finish(&run->progress, run->whole, run->errors, run->warnings);
	return run_status(run);
}

// jobs -> front -> ir -> link -> flow -> check -> diag. The scan that selects the units
// worth parsing (select) will stand behind jobs_collect.
static ExitStatus check_program(Run *run, const JobRequest *request, const PoolOptions *pool)
{
	const Options *options = run->options;
	Buf dump = {.arena = &run->arena};
	Sums sums;
	Flow flow = {0};
	Diags diags = {0};
	ir_init(&run->ir, &run->arena);
	add_models(run, &sums);

	Jobs jobs = jobs_collect(&run->arena, request);
	start_run(run, &jobs);
	pool_run(&jobs, pool, &run->progress, take_unit, run); // front, in the workers
	if (dumps(run, DUMP_MIR))
		print_units(run, &dump);
	if (options->dumps == DUMP_MIR)
		return finish_run(run, &jobs, &flow.stats, &diags, &dump);
	progress_solve(&run->progress);
	add_annotations(run, &sums, &diags);
	Program program = link_program(&run->arena, &run->ir, &sums);
	FlowOptions flow_options = FLOW_OPTIONS_DEFAULT;
	flow_options.dump = &dump;
	flow_options.dump_facts = dumps(run, DUMP_FACTS);
	flow_options.dump_loans = dumps(run, DUMP_LOANS);
	flow_options.strict = options->strict;
	flow_solve(&flow, &program, flow_options);
	if (dumps(run, DUMP_SUM))
		flow_print_summaries(&dump, &flow);
	check_run(&run->arena, &flow, &(CheckOptions){.level = lint_level, .context = options}, &diags);
	diags_sort(&diags, &run->ir.files);
	return finish_run(run, &jobs, &flow.stats, &diags, &dump);
}

// ---- --explain-args --------------------------------------------------------------------------

static bool is_refused(const Arg *arg, const Words *refused)
{
	for (uint32_t i = 0; i < refused->n; i++) {
		size_t len = strlen(arg->word);
		const char *text = refused->v[i];
		bool same = strncmp(text, arg->word, len) == 0;
		if (same && (arg->value ? text[len] == ' ' && strcmp(text + len + 1, arg->value) == 0 : text[len] == '\0'))
			return true;
	}
	return false;
}

static void print_arg(Buf *out, const Arg *arg, const char *reason)
{
	buf_printf(out, "    %s%s%s", message_escape(out->arena, arg->word), arg->value ? " " : "",
	           arg->value ? message_escape(out->arena, arg->value) : "");
	if (reason)
		buf_printf(out, "    (%s)", reason);
	buf_putc(out, '\n');
}

// Puts down one unit's arguments as recorded, as they reach clang, and what became of the rest.
static void explain_unit(void *context, const Job *job, const Result *result)
{
	Run *run = context;
	Buf *out = &run->explained;
	const char *driver = *job->driver ? job->driver : "none";
	buf_printf(out, "%s\n  folder: %s\n  compiler: %s\n  before:\n", message_escape(&run->arena, job->path),
	           message_escape(&run->arena, job->directory), message_escape(&run->arena, driver));
	for (uint32_t i = 0; i < job->words.n; i++)
		buf_printf(out, "    %s\n", message_escape(&run->arena, job->words.v[i]));
	buf_puts(out, "  after:\n");
	for (uint32_t i = 0; i < job->args.n; i++) {
		const Arg *arg = &job->args.v[i];
		if (arg->fate != ARG_DROPPED && !is_refused(arg, &result->dropped))
			print_arg(out, arg, arg->reason);
	}
	buf_puts(out, "  dropped:\n");
	for (uint32_t i = 0; i < job->args.n; i++) {
		const Arg *arg = &job->args.v[i];
		bool dropped = arg->fate == ARG_DROPPED;
		if (dropped || is_refused(arg, &result->dropped))
			print_arg(out, arg, dropped ? arg->reason : "clang refuses it");
	}
	if (result->status == RESULT_FAILED)
		fail_unit(run, job, result->message);
}

static ExitStatus explain_args(Run *run, const JobRequest *request, const PoolOptions *pool)
{
	run->explained = (Buf){.arena = &run->arena};
	Jobs jobs = jobs_collect(&run->arena, request);
	start_run(run, &jobs);
	pool_run(&jobs, pool, &run->progress, explain_unit, run);
	write_output(run, &run->explained);
	return run_status(run);
}

// ---- verbs --------------------------------------------------------------------------------------

static const char *planned_format(Arena *arena, const Options *options)
{
	const char *name = format_name(options);
	const Renderer *renderer = renderer_find(name);
	if (!renderer)
		return arena_printf(arena, "unknown format '%s'; use human or short", name);
	return renderer->render ? NULL
	                        : arena_printf(arena, "format '%s' is planned and not there yet; use human or short", name);
}

static const char *unknown_lint(Arena *arena, const Options *options)
{
	for (uint32_t i = 0; i < options->lints.n; i++) {
		const Lint *lint = &options->lints.v[i];
		if (!check_find(lint->code) && strcmp(lint->code, "warnings") != 0)
			return arena_printf(arena, "unknown code '%s' after -%c", lint->code, lint->level);
	}
	return NULL;
}

static ExitStatus usage_error(Arena *arena, const char *message)
{
	fprintf(stderr, "outlive: %s\nTry `outlive --help`.\n", message_escape(arena, message));
	return EXIT_USAGE;
}

static ExitStatus check(Run *run)
{
	const Options *options = run->options;
	const char *error = planned_format(&run->arena, options);
	if (!error)
		error = unknown_lint(&run->arena, options);
	if (error)
		return usage_error(&run->arena, error);
	JobRequest request = {.files = options->files, .flags = options->flags, .build = options->build};
	PoolOptions pool = {.workers = options->workers, .timeout = options->timeout, .memory_mb = options->memory};
	if (!options->explain_args)
		return check_program(run, &request, &pool);
	VEC_PUSH(&run->arena, &request.files, options->explain_args);
	return explain_args(run, &request, &pool);
}

static ExitStatus explain(Arena *arena, const char *code)
{
	Buf known = {.arena = arena};
	buf_puts(&known, "");
	for (size_t i = 0; i < npages; i++) {
		if (strcasecmp(pages[i].code, code) == 0)
			return fputs(pages[i].text, stdout) >= 0 && fflush(stdout) == 0 ? EXIT_CLEAN : EXIT_USAGE;
		buf_printf(&known, "%s%s", i ? ", " : "", pages[i].code);
	}
	return usage_error(arena, arena_printf(arena, "there is no code '%s'; there are: %s", code, known.text));
}

static ExitStatus run_verb(Run *run)
{
	const Options *options = run->options;
	switch (options->verb) {
	case VERB_CHECK: return check(run);
	case VERB_EXPLAIN: return explain(&run->arena, options->files.v[0]);
	case VERB_HELP: options_print_help(stdout); break;
	case VERB_VERSION: printf("outlive %s (%s)\n", OUTLIVE_VERSION, front_version(&run->arena)); break;
	}
	return fflush(stdout) == 0 ? EXIT_CLEAN : EXIT_USAGE;
}

// Standard files that the caller has closed: what is opened later must not take their place,
// and writing to them must fail.
static void hold_standard_files(void)
{
	int file;
	while ((file = open("/dev/null", O_RDONLY)) >= 0 && file <= STDERR_FILENO)
		;
	close(file);
}

int main(int argc, char **argv)
{
	Options options;
	hold_standard_files();
	Run run = {.options = &options, .progress = {.out = stderr}};
	const char *error = options_parse(&run.arena, argc, argv, &options);
	ExitStatus status = error ? usage_error(&run.arena, error) : run_verb(&run);
	arena_free(&run.arena);
	return (int)status;
}
