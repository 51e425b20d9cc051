// SPDX-License-Identifier: MIT
// run: statements and functions, one run; and all runs of a program.
#include "truth/truth.h"

#include <stdlib.h>

enum { MAX_RUNS = 3000, MAX_ROUNDS = 4, PARAM_ORIGIN = 1000000 };

static Went list_run(Run *run, const StmtList *list, bool whole_function);

static Went outcome_run(Run *run, const Stmt *stmt, bool failed)
{
	if (stmt->result != NONE) {
		Address at;
		if (!variable_at(run, stmt->result, &at))
			return WENT_STOP;
		spawner_writes(run, stmt, false, at, NONE, NULL);
		*cell_at(run, at) = (Value){.kind = VALUE_INT, .a = failed};
	}
	run->failing += failed;
	Went went = list_run(run, failed ? &stmt->other : &stmt->body, false);
	run->failing -= failed;
	return went;
}

static Went spawn_run(Run *run, const Stmt *stmt)
{
	Address handle;
	Value payload = value_of(run, stmt->value);
	int entry = stmt->entry == OWN_ENTRY ? run->frames[run->depth - 1].entry : stmt->entry;
	if (!place_at(run, stmt->to, &handle) || run->truth->unclear)
		return WENT_STOP;
	spawner_writes(run, stmt, false, handle, NONE, NULL);
	Value before = *cell_at(run, handle);
	bool started = answer(run, !api_never_fails[run->plan->api]);
	if (started)
		thread_start(run, handle, entry, payload);
	else
		*cell_at(run, handle) = (Value){.kind = api_returns_handle[run->plan->api] ? VALUE_NULL : VALUE_FAILED,
		                                .b = 1,
		                                .a = before.kind == VALUE_THREAD && run->threads[before.a].running};
	return run->truth->unclear ? WENT_STOP : outcome_run(run, stmt, !started);
}

static Went wait_run(Run *run, const Stmt *stmt)
{
	Address at;
	if (!place_at(run, stmt->from, &at))
		return WENT_STOP;
	if (cell_at(run, at)->kind != VALUE_SYNC)
		return unclear(run, "a wait for what is not ready");
	switch ((Waiting)stmt->how) {
	case WAIT_SURE: return wait_passes(run, stmt, at);
	case WAIT_IGNORED: return WENT_ON;
	case WAIT_TESTED:
		if (answer(run, true))
			return wait_passes(run, stmt, at);
		return list_run(run, &stmt->other, false);
	}
	return WENT_ON;
}

// ---- statements ---------------------------------------------------------------------------------------------

static bool set_place(Run *run, const Stmt *stmt, bool step, Place to, Value value)
{
	Address at, lock = {NONE, 0, FIELD_SELF};
	if (!place_at(run, to, &at) || (stmt->lock.var != NONE && !place_at(run, stmt->lock, &lock)))
		return false;
	spawner_writes(run, stmt, step, at, lock.object, &value);
	*cell_at(run, at) = value;
	return true;
}

static void copy_box(Run *run, const Stmt *stmt)
{
	Address to, from;
	if (!place_at(run, stmt->to, &to) || !place_at(run, stmt->from, &from))
		return;
	spawner_reads(run, stmt, from);
	spawner_writes(run, stmt, false, to, NONE, NULL);
	memcpy(cell_at(run, to), cell_at(run, from), FIELDS * sizeof(Value));
}

static bool declare(Run *run, const Stmt *stmt)
{
	Frame *frame = &run->frames[run->depth - 1];
	const Var *var = &frame->fn->vars[stmt->var];
	int count = var->array ? run->plan->count : 1;
	int before = frame->objects[stmt->var];
	if (before != NONE && var->storage == STORAGE_STATIC)
		return true;
	if (before != NONE && run->objects.v[before].alive)
		return !unclear(run, "a variable is declared twice");
	Value value = stmt->value.kind == EXPR_NUMBER && stmt->value.number < 0 ? (Value){0} : value_of(run, stmt->value);
	if (before != NONE && before == run->shown)
		run->replay.shows = SHOWS_NOWHERE; // its memory is in use again
	int object = object_new(run, var->type, count, run->depth - 1, stmt->id);
	Object *o = &run->objects.v[object];
	frame->objects[stmt->var] = object;
	o->lasting = var->storage == STORAGE_STATIC;
	if (!o->lasting)
		live_until_block_end(run, object);
	if (var->type == TYPE_BOX)
		init_box(run, object, (Value){.kind = VALUE_INT, .a = value.a});
	else if (var->array && var->type == TYPE_INT)
		for (int i = 0; i <= count; i++)
			o->cells[i * FIELDS] = (Value){.kind = VALUE_INT};
	else if (!var->array)
		o->cells[0] = value;
	return true;
}

static Went alloc_run(Run *run, const Stmt *stmt)
{
	Frame *frame = &run->frames[run->depth - 1];
	if (stmt->how == MEMORY_HEAP && stmt->other.n && !answer(run, !api_never_fails[run->plan->api])) {
		if (!set_place(run, stmt, false, stmt->to, (Value){.kind = VALUE_NULL}))
			return WENT_STOP;
		return list_run(run, &stmt->other, false);
	}
	Type pointer = frame->fn->vars[stmt->to.var].type;
	Type type = pointer == TYPE_BOX_PTR ? TYPE_BOX : pointer == TYPE_HANDLE_PTR ? TYPE_HANDLE : TYPE_INT;
	int object = object_new(run, type, stmt->array ? run->plan->count : 1, run->depth - 1, stmt->id);
	Object *o = &run->objects.v[object];
	o->heap = stmt->how == MEMORY_HEAP;
	o->elusive = !o->heap;
	if (stmt->how == MEMORY_LITERAL)
		live_until_block_end(run, object);
	else if (stmt->how == MEMORY_ALLOCA)
		VEC_PUSH(run->arena, &frame->allocas, object);
	if (type == TYPE_BOX && (!o->heap || stmt->array))
		init_box(run, object, (Value){.kind = VALUE_INT});
	else if (type == TYPE_INT)
		o->cells[0] = (Value){.kind = VALUE_INT};
	return set_place(run, stmt, false, stmt->to, (Value){.kind = VALUE_POINTER, .a = object}) ? WENT_ON : WENT_STOP;
}

static void turn_ends(Run *run, const Stmt *loop)
{
	if (loop->gap == GAP_TURN)
		crew_opens(run, loop);
}

// What comes behind it is not looked at.
static const char too_long[] = "a loop goes round too often";

static Went for_run(Run *run, const Stmt *stmt)
{
	int mark = run->nliving;
	Frame *frame = &run->frames[run->depth - 1];
	Went went = WENT_ON;
	bool again = false;
	if (frame->fn->vars[stmt->to.var].in_for) {
		int object = object_new(run, TYPE_INT, 1, run->depth - 1, stmt->id);
		frame->objects[stmt->to.var] = object;
		live_until_block_end(run, object);
	}
	if (!set_place(run, stmt, false, stmt->to, value_of(run, stmt->value)))
		return WENT_STOP;
	for (int round = 0;; round++) {
		if (!holds(run, stmt->cond, &again))
			return WENT_STOP;
		if (!again)
			break;
		if (round > MAX_ROUNDS)
			return unclear(run, too_long);
		if (round > 0)
			turn_ends(run, stmt);
		went = list_run(run, &stmt->body, false);
		if (went != WENT_ON && went != WENT_CONTINUE)
			break;
		Address at;
		int counter = 0;
		if (!place_at(run, stmt->to, &at) || !read_int(run, at, &counter))
			return WENT_STOP;
		if (!set_place(run, stmt, true, stmt->to, (Value){.kind = VALUE_INT, .a = counter + stmt->number}))
			return WENT_STOP;
	}
	if (went == WENT_STOP)
		return went;
	block_end(run, mark, went == WENT_RETURN ? CODE_E0373 : CODE_E0597);
	if (went == WENT_ON || went == WENT_BREAK)
		turn_ends(run, stmt);
	return went == WENT_BREAK || went == WENT_CONTINUE ? WENT_ON : went;
}

static Went turns_run(Run *run, const Stmt *stmt)
{
	for (int round = 0;; round++) {
		bool again = stmt->kind == STMT_DO && round == 0;
		if (!again) {
			if (round >= MAX_ROUNDS - 1 && stmt->cond.kind == COND_ASK)
				answer(run, false), run->replay.answers[run->replay.nanswers - 1] = 0;
			else if (!holds(run, stmt->cond, &again))
				return WENT_STOP;
		}
		if (!again)
			return WENT_ON;
		if (round > MAX_ROUNDS)
			return unclear(run, too_long);
		if (round > 0)
			turn_ends(run, stmt);
		Went went = list_run(run, &stmt->body, false);
		if (went == WENT_BREAK)
			return WENT_ON;
		if (went != WENT_ON && went != WENT_CONTINUE)
			return went;
	}
}

static Went while_run(Run *run, const Stmt *stmt)
{
	Went went = turns_run(run, stmt);
	if (went == WENT_ON)
		turn_ends(run, stmt);
	return went;
}

static Went countdown_run(Run *run, const Stmt *stmt)
{
	for (;;) {
		Address at;
		int counter = 0;
		if (!place_at(run, stmt->to, &at) || !read_int(run, at, &counter))
			return WENT_STOP;
		if (counter <= 0 && stmt->how == COUNTDOWN_BODY)
			return WENT_ON;
		set_place(run, stmt, false, stmt->to, (Value){.kind = VALUE_INT, .a = counter - 1});
		if (counter == 0 || (counter < 0 && stmt->how == COUNTDOWN_TEST))
			return WENT_ON;
		if (counter < 0)
			return unclear(run, "a number is counted down for ever");
		Went went = list_run(run, &stmt->body, false);
		if (went == WENT_BREAK)
			return WENT_ON;
		if (went != WENT_ON && went != WENT_CONTINUE)
			return went;
	}
}

static Went function_run(Run *run, int callee, const Value *args, int entry, const Value boxes[][FIELDS])
{
	const Fn *fn = &run->plan->fns[callee];
	if (run->depth == MAX_NESTING)
		return unclear(run, "calls are nested too deeply");
	Frame *frame = &run->frames[run->depth++];
	int mark = run->nliving;
	*frame = (Frame){.fn = fn, .entry = entry};
	for (int i = 0; i < MAX_VARS; i++)
		frame->objects[i] = NONE;
	for (int i = 0; i < fn->nparams; i++) {
		int object = object_new(run, fn->vars[i].type, 1, run->depth - 1, PARAM_ORIGIN + (uint32_t)i);
		frame->objects[i] = object;
		run->objects.v[object].param = callee == 0 ? i : NONE;
		run->objects.v[object].elusive = fn->vars[i].type == TYPE_BOX; // in the caller's frame
		run->objects.v[object].cells[0] = args[i];
		if (fn->vars[i].type == TYPE_BOX && boxes)
			memcpy(run->objects.v[object].cells, boxes[i], sizeof boxes[i]);
		else if (fn->vars[i].type == TYPE_BOX)
			init_box(run, object, (Value){.kind = VALUE_INT});
		live_until_block_end(run, object);
	}
	run->returned = (Value){0};
	run->truth->called |= 1u << callee;
	Went went = list_run(run, &fn->body, true);
	if (went == WENT_STOP)
		return went;
	if (fn->returns_int && callee && went != WENT_RETURN)
		return unclear(run, "a function returns nothing where it must");
	block_end(run, mark, CODE_E0373);
	for (uint32_t i = 0; i < frame->allocas.n; i++)
		object_end(run, frame->allocas.v[i], CODE_E0373);
	run->depth--;
	return fn->never_returns ? unclear(run, "a function returns that must not") : WENT_ON;
}

static Went call_run(Run *run, const Stmt *stmt)
{
	Value args[MAX_ARGS], boxes[MAX_ARGS][FIELDS];
	memset(boxes, 0, sizeof boxes);
	for (int i = 0; i < stmt->nargs; i++) {
		Address at;
		args[i] = value_of(run, stmt->args[i]);
		if (stmt->args[i].kind == EXPR_VALUE && place_at(run, stmt->args[i].place, &at))
			memcpy(boxes[i], cell_at(run, at), sizeof boxes[i]);
	}
	int entry = stmt->entry == OWN_ENTRY ? run->frames[run->depth - 1].entry : stmt->entry;
	if (run->truth->unclear)
		return WENT_STOP;
	Went went = function_run(run, stmt->callee, args, entry, (const Value(*)[FIELDS])boxes);
	if (went != WENT_ON || !run->plan->fns[stmt->callee].returns_int)
		return went;
	return outcome_run(run, stmt, run->returned.a != 0);
}

static Went return_run(Run *run, const Stmt *stmt)
{
	if (run->frames[run->depth - 1].fn->returns_int)
		run->returned = value_of(run, stmt->value);
	return run->truth->unclear ? WENT_STOP : WENT_RETURN;
}

static Went stmt_run(Run *run, const Stmt *stmt)
{
	Address at;
	bool truth = false;
	run->frames[run->depth - 1].at = stmt;
	if (stmt->joins || (stmt->gap && stmt->gap != GAP_TURN))
		crew_opens(run, stmt);
	switch (stmt->kind) {
	case STMT_DECLARE: return declare(run, stmt) ? WENT_ON : WENT_STOP;
	case STMT_SET: return set_place(run, stmt, false, stmt->to, value_of(run, stmt->value)) ? WENT_ON : WENT_STOP;
	case STMT_COPY: copy_box(run, stmt); return WENT_ON;
	case STMT_READ: return place_at(run, stmt->from, &at) && spawner_reads(run, stmt, at) ? WENT_ON : WENT_STOP;
	case STMT_ALLOC: return alloc_run(run, stmt);
	case STMT_FREE: free_heap(run, stmt); return WENT_ON;
	case STMT_SPAWN: return spawn_run(run, stmt);
	case STMT_CALL: return call_run(run, stmt);
	case STMT_JOIN:
	case STMT_DETACH: return handle_run(run, stmt);
	case STMT_IF:
		return holds(run, stmt->cond, &truth) ? list_run(run, truth ? &stmt->body : &stmt->other, false) : WENT_STOP;
	case STMT_FOR: return for_run(run, stmt);
	case STMT_WHILE:
	case STMT_DO: return while_run(run, stmt);
	case STMT_COUNTDOWN: return countdown_run(run, stmt);
	case STMT_BLOCK: return list_run(run, &stmt->body, false);
	case STMT_LABEL:
	case STMT_WORK: return WENT_ON;
	case STMT_GOTO: run->label = stmt->label; return WENT_GOTO;
	case STMT_BREAK: return WENT_BREAK;
	case STMT_CONTINUE: return WENT_CONTINUE;
	case STMT_RETURN: return return_run(run, stmt);
	case STMT_EXIT: run->truth->complete = true; return WENT_STOP;
	case STMT_INIT:
	case STMT_DESTROY: return sync_run(run, stmt);
	case STMT_WAIT: return wait_run(run, stmt);
	case STMT_POST:
		if (!place_at(run, stmt->from, &at))
			return WENT_STOP;
		gate_opens(run, at);
		return WENT_ON;
	case STMT_UNREF:
		if (!place_at(run, stmt->from, &at))
			return WENT_STOP;
		run->objects.v[at.object].alive = false; // to the spawner
		return WENT_ON;
	}
	return WENT_STOP;
}

static Went list_run(Run *run, const StmtList *list, bool whole_function)
{
	int mark = run->nliving;
	Went went = WENT_ON;
	for (uint32_t i = 0; i < list->n && went == WENT_ON && !run->truth->unclear; i++) {
		went = stmt_run(run, list->v[i]);
		for (uint32_t k = i + 1; went == WENT_GOTO && k < list->n; k++)
			if (list->v[k]->kind == STMT_LABEL && list->v[k]->label == run->label) {
				i = k;
				went = WENT_ON;
			}
	}
	if (went == WENT_STOP || run->truth->unclear)
		return WENT_STOP;
	block_end(run, mark, whole_function || went == WENT_RETURN ? CODE_E0373 : CODE_E0597);
	return went;
}

// ---- the program -------------------------------------------------------------------------------------------------

static void make_globals(Run *run)
{
	static const Type types[3] = {TYPE_INT_PTR, TYPE_INT, TYPE_BOX};
	for (int i = 0; i < 3; i++) {
		run->globals[i] = object_new(run, types[i], 1, 0, 0);
		run->objects.v[run->globals[i]].lasting = true;
		run->objects.v[run->globals[i]].cells[0] = (Value){.kind = i == 0 ? VALUE_NULL : VALUE_INT};
	}
	init_box(run, run->globals[2], (Value){.kind = VALUE_INT});
}

// In memory that lives on after the run; `lasting`: in such that does not depend on who knows it.
static bool handle_is_kept(const Run *run, int thread, bool lasting)
{
	for (uint32_t i = 0; i < run->objects.n; i++)
		for (int c = 0; run->objects.v[i].alive && c < (run->objects.v[i].count + 1) * FIELDS; c++)
			if ((run->objects.v[i].lasting || !lasting) && run->objects.v[i].cells[c].kind == VALUE_THREAD &&
			    run->objects.v[i].cells[c].a == thread)
				return true;
	return false;
}

// It was waited for, in its own way: whatever it still does, it has given back what it borrowed.
static bool thread_is_spent(const Thread *thread)
{
	for (uint32_t i = 0; i < thread->ntouches; i++)
		if (touch_lives(thread, &thread->touches[i]))
			return false;
	return thread->signalled;
}

// Threads that nobody can wait for any more, and those that main's return cuts off.
static void judge_leftovers(Run *run)
{
	for (int t = 0; t < run->nthreads; t++) {
		const Thread *thread = &run->threads[t];
		bool lent = false;
		for (uint32_t i = 0; i < thread->ntouches; i++)
			lent |= !run->objects.v[thread->touches[i].at.object].lasting;
		if (thread->running && thread->blamed && thread->blamed_at && run->plan->features >> FEATURE_lost & 1)
			unclear(run, "the handle is lost of a thread that outlives a wrapper");
		if (!thread->running || thread->blamed)
			continue;
		bool kept = handle_is_kept(run, t, false);
		if (!thread->detached && !handle_is_kept(run, t, true)) {
			bool open = run->open;
			run->open |= kept; // in a heap block that is leaked
			if (kept)
				expect(run, thread, thread->sites[0], CODE_UNJOINED);
			else if (run->plan->features >> FEATURE_lost & 1 && lent)
				unclear(run, "a handle is lost and something else is lent");
			else
				expect(run, thread, thread->sites[0], CODE_UNJOINED);
			run->open = open;
		}
		if (run->plan->is_main && !thread_is_spent(thread)) {
			bool frees = false; // a use of what it was given may be all that is said of it
			for (uint32_t i = 0; i < thread->ntouches; i++)
				frees |= thread->touches[i].kind == OP_FREE;
			run->open |= frees;
			if (!thread->detached)
				unclear(run, "main leaves a joinable thread");
			else
				expect(run, thread, thread->sites[0], CODE_MAIN_EXITS);
		}
	}
}

static void run_once(Run *run)
{
	Value args[MAX_VARS];
	const Fn *fn = &run->plan->fns[0];
	for (int i = 0; i < fn->nparams; i++)
		args[i] = fn->vars[i].type == TYPE_INT
		              ? (Value){.kind = VALUE_OPEN, .a = i == run->plan->bound ? run->plan->count + 2 : 2}
		              : (Value){0};
	make_globals(run);
	run->replay.code = CODES;
	run->shown = NONE;
	if (function_run(run, 0, args, NONE, NULL) == WENT_ON) {
		judge_leftovers(run);
		run->truth->complete |= !run->beyond;
		if (run->truth->replay.code == CODES && !run->beyond)
			run->truth->replay = run->replay;
	}
}

// What a run finds that uses arrays behind their end: C says nothing of it, and the right
// answer must not hang on it.
typedef struct Beyond {
	uint32_t n;
	Expected expected[MAX_EXPECTED];
} Beyond;

static bool same_finding(const Expected *a, const Expected *b)
{
	return a->stmt == b->stmt && a->step == b->step && a->code == b->code && a->group == b->group;
}

static void beyond_take(Beyond *beyond, Truth *truth, const Truth *before)
{
	for (uint32_t i = before->n; i < truth->n; i++)
		if (beyond->n < MAX_EXPECTED)
			beyond->expected[beyond->n++] = truth->expected[i];
	truth->n = before->n;
	memcpy(truth->expected, before->expected, sizeof before->expected);
}

static void beyond_judge(const Beyond *beyond, Truth *truth)
{
	for (uint32_t i = 0; i < beyond->n; i++) {
		bool known = false;
		for (uint32_t k = 0; k < truth->n; k++)
			known |= same_finding(&beyond->expected[i], &truth->expected[k]);
		if (!known)
			truth->unclear = "its answer hangs on a bound that is larger than its arrays";
	}
}

static bool lost_and_lent(const Truth *truth)
{
	for (uint32_t i = 0; i < truth->n; i++)
		for (uint32_t k = 0; k < truth->n; k++)
			if (truth->expected[i].code == CODE_UNJOINED && !truth->expected[i].may &&
			    truth->expected[k].stmt == truth->expected[i].stmt &&
			    (truth->expected[k].code == CODE_E0373 || truth->expected[k].code == CODE_E0597))
				return true;
	return false;
}

// That main cuts a thread off is no news where something else is said of one that starts there.
static void cut_off_judge(Truth *truth)
{
	for (uint32_t i = 0; i < truth->n; i++)
		for (uint32_t k = 0; k < truth->n && truth->expected[i].code == CODE_MAIN_EXITS; k++)
			truth->expected[i].may |=
				truth->expected[k].code != CODE_MAIN_EXITS && truth->expected[k].start == truth->expected[i].start;
}

Truth truth_find(const Plan *plan)
{
	Truth truth = {0};
	Arena arena = {0};
	uint8_t choices[MAX_CHOICES] = {0}, limits[MAX_CHOICES] = {0};
	Run *run = calloc(1, sizeof *run);
	truth.replay.code = CODES;
	uint32_t nchoices = 0;
	Beyond beyond = {0};
	do {
		Truth before = truth;
		memset(run, 0, sizeof *run);
		*run = (Run){
			.plan = plan, .truth = &truth, .arena = &arena, .choices = choices, .limits = limits, .nchoices = nchoices};
		run_once(run);
		nchoices = run->nchoices;
		if (run->beyond)
			beyond_take(&beyond, &truth, &before);
		arena_reset(&arena);
		if (++truth.runs > MAX_RUNS)
			truth.unclear = "too many runs";
	} while (!truth.unclear && (next_choices(run), nchoices = run->nchoices, run->nchoices));
	if (!truth.unclear)
		beyond_judge(&beyond, &truth);
	if (!truth.unclear)
		cut_off_judge(&truth);
	if (!truth.unclear && plan->features >> FEATURE_lost & 1 && lost_and_lent(&truth))
		truth.unclear = "on one path a thread has a loan, on another nothing but a lost handle";
	if (!truth.unclear && (truth.called & plan_called(plan)) != plan_called(plan))
		truth.unclear = "a function is never run";
	if (!truth.unclear && !truth.complete)
		truth.unclear = "no run comes to an end";
	free(run);
	arena_free(&arena);
	return truth;
}
