// SPDX-License-Identifier: MIT
// lend: what a thread touches from its start on, what that forbids the spawner meanwhile,
// and what ends it: a join, or a wait that proves that the thread has signalled.
#include "truth/truth.h"

// ---- what the spawner does to what it has lent -------------------------------------------------------

// Whether the thread has still to meet others at a barrier before it touches that: so many that
// the threads alone are not enough.
static bool waits_at_barrier(Run *run, const Thread *thread, const Touch *touch)
{
	if (!touch->after || thread->signalled || thread->signal.field != FIELD_GATE)
		return false;
	int met = 0;
	for (int t = 0; t < run->nthreads; t++)
		met += run->threads[t].has_signal && same_address(run->threads[t].signal, thread->signal);
	return met < cell_at(run, thread->signal)->b;
}

// What comes behind its gate comes later than what the spawner does before it opens that.
static bool is_let_in(Run *run, const Thread *thread, const Touch *touch)
{
	return (!touch->gated || thread->let_in) && !waits_at_barrier(run, thread, touch);
}

// Whether somebody else's access makes this one a race, for ThreadSanitizer's judgement.
static void note_race(Run *run, Address at, bool writes)
{
	for (int t = 0; t < run->nthreads; t++)
		for (uint32_t i = 0; i < run->threads[t].ntouches; i++) {
			const Touch *touch = &run->threads[t].touches[i];
			if (touch_lives(&run->threads[t], touch) && is_let_in(run, &run->threads[t], touch) &&
			    same_address(touch->at, at))
				run->replay.races |= writes || touch->kind == OP_WRITE;
		}
}

// Something that a thread frees is used. What the thread does to it races with a read, and
// meets it when it has been freed.
static void moved_used(Run *run, const Stmt *stmt, bool step, int object)
{
	const Thread *taker = &run->threads[run->objects.v[object].taker];
	note_shown(run, NULL, object, stmt->kind == STMT_FREE || !taker->running ? SHOWS_ADDRESS : SHOWS_THREAD);
	expect_about(run, stmt, step, CODE_E0382, taker, object);
}

bool spawner_reads(Run *run, const Stmt *stmt, Address at)
{
	note_race(run, at, false);
	if (run->objects.v[at.object].moved)
		moved_used(run, stmt, false, at.object);
	return true;
}

static bool thread_reads(const Thread *thread, Address at)
{
	for (uint32_t i = 0; i < thread->ntouches; i++)
		if (thread->touches[i].kind == OP_READ && same_address(thread->touches[i].at, at) &&
		    touch_lives(thread, &thread->touches[i]))
			return true;
	return false;
}

// The write itself is the caller's; here is what it means for threads.
void spawner_writes(Run *run, const Stmt *stmt, bool step, Address at, int lock, const Value *now)
{
	const Object *o = &run->objects.v[at.object];
	if (o->moved) {
		moved_used(run, stmt, step, at.object);
		return;
	}
	note_race(run, at, true);
	for (int t = 0; t < run->nthreads; t++)
		for (uint32_t i = 0; i < run->threads[t].ntouches; i++) {
			const Touch *touch = &run->threads[t].touches[i];
			if (!touch_lives(&run->threads[t], touch) || !same_address(touch->at, at) || touch->kind == OP_COMPARE ||
			    !is_let_in(run, &run->threads[t], touch) ||
			    (lock != NONE && touch->lock == lock))
				continue;
			if (o->lasting)
				unclear(run, "a static object is written while a thread uses it");
			if (touch->kind == OP_WRITE && !thread_reads(&run->threads[t], at))
				unclear(run, "both only write");
			if (now && now->kind == VALUE_POINTER)
				unclear(run, "a thread gets a pointer after its start");
			note_shown(run, &run->threads[t], at.object, SHOWS_THREAD);
			bool open = run->open; // that a post opens the gate is not seen (ui/E0373/t07_gaps.c)
			run->open |= touch->gated && !run->plan->strict;
			expect_about(run, stmt, step, CODE_E0506, &run->threads[t], at.object);
			run->open = open;
		}
}

void free_heap(Run *run, const Stmt *stmt)
{
	Address at;
	if (!place_at(run, stmt->from, &at))
		return;
	Object *o = &run->objects.v[at.object];
	if (!o->heap || at.element != 0 || at.field != FIELD_SELF) {
		unclear(run, "free of what is not a heap block");
		return;
	}
	if (o->moved)
		moved_used(run, stmt, false, at.object);
	else
		for (int t = 0; t < run->nthreads; t++)
			for (uint32_t i = 0; i < run->threads[t].ntouches; i++)
				if (run->threads[t].touches[i].at.object == at.object &&
				    touch_lives(&run->threads[t], &run->threads[t].touches[i])) {
					note_shown(run, &run->threads[t], at.object, SHOWS_ADDRESS);
					expect_about(run, stmt, false, CODE_E0505, &run->threads[t], at.object);
				}
	o->alive = false;
}

// ---- threads ------------------------------------------------------------------------------------------

typedef struct Toucher {
	Run *run;
	Thread *thread;
	bool signalled;
	int calls;
} Toucher;

static void touch(Toucher *t, Address at, OpKind kind, int lock)
{
	Object *o = &t->run->objects.v[at.object];
	if (!o->alive || o->moved)
		unclear(t->run, "a thread gets what has ended");
	if (t->thread->ntouches == MAX_TOUCHES)
		unclear(t->run, "too many touches");
	else
		t->thread->touches[t->thread->ntouches++] = (Touch){at, kind, t->signalled, t->thread->has_gate, lock};
	if (kind == OP_WRITE && !o->lasting)
		*cell_at(t->run, at) = (Value){.kind = VALUE_SHARED};
}

// Follows the path of an operation from `start`; false where it ends at NULL.
static bool follow(Toucher *t, const Op *op, Value start, int lock, Address *at)
{
	for (int i = 0;; i++) {
		if (start.kind == VALUE_NULL)
			return false;
		if (start.kind != VALUE_POINTER || (i == 0 && op->length > 1 && start.field != FIELD_SELF)) {
			unclear(t->run, "a thread follows no pointer");
			return false;
		}
		*at = (Address){start.a, start.b, op->path[i] == FIELD_SELF ? start.field : op->path[i]};
		const Object *o = &t->run->objects.v[at->object];
		if (!object_has(t->run, o, at->element) || (op->path[i] != FIELD_SELF && o->type != TYPE_BOX)) {
			unclear(t->run, "a thread follows a pointer of another type");
			return false;
		}
		if (i + 1 == op->length)
			return true;
		touch(t, *at, OP_READ, lock);
		start = *cell_at(t->run, *at);
	}
}

static void entry_touches(Toucher *t, int entry, Value payload);

static void entry_calls(Toucher *t, const Entry *entry, Value pack)
{
	Address fn = {pack.a, pack.b, FIELD_FN}, argument = {pack.a, pack.b, FIELD_ARG};
	touch(t, fn, OP_READ, NONE);
	touch(t, argument, OP_READ, NONE);
	Value callee = *cell_at(t->run, fn), passed = *cell_at(t->run, argument);
	if (entry->free_first)
		touch(t, (Address){pack.a, pack.b, FIELD_SELF}, OP_FREE, NONE);
	if (callee.kind != VALUE_ENTRY || ++t->calls > MAX_NESTING)
		unclear(t->run, "a trampoline with no function");
	else
		entry_touches(t, callee.a, passed);
}

static void op_touches(Toucher *t, const Entry *entry, const Op *op, Value payload)
{
	Run *run = t->run;
	Address at;
	Value start = payload;
	if (op->global) {
		touch(t, (Address){run->globals[0], 0, FIELD_SELF}, OP_READ, NONE);
		start = *cell_at(run, (Address){run->globals[0], 0, FIELD_SELF});
		if (start.kind == VALUE_UNSET)
			start.kind = VALUE_NULL;
	}
	int lock = op->locked && payload.kind == VALUE_POINTER ? payload.a : NONE;
	if (op->kind == OP_COMPARE)
		return;
	if (start.kind == VALUE_NULL && op->length == 0)
		return;
	if (op->kind == OP_UNREF) { // whoever is last is the count's affair
		if (payload.kind == VALUE_POINTER)
			touch(t, (Address){payload.a, payload.b, FIELD_REFS}, OP_READ, NONE);
		return;
	}
	if (op->kind == OP_AWAIT && follow(t, op, start, NONE, &at)) {
		touch(t, at, OP_READ, NONE);
		t->thread->has_gate = true;
		t->thread->gate = at;
		return;
	}
	if (op->kind == OP_CALL) {
		entry_calls(t, entry, payload);
	} else if (op->kind == OP_FREE) {
		if (payload.kind == VALUE_POINTER)
			touch(t, (Address){payload.a, payload.b, FIELD_SELF}, OP_FREE, NONE);
		else
			unclear(run, "a thread frees no pointer");
	} else if (follow(t, op, start, lock, &at)) {
		touch(t, at, op->kind == OP_WRITE ? OP_WRITE : OP_READ, lock);
		if (op->locked)
			touch(t, (Address){payload.a, payload.b, FIELD_LOCK}, OP_READ, payload.a);
		if (op->kind == OP_SIGNAL) {
			const Value *sync = cell_at(run, at);
			if (sync->kind != VALUE_SYNC || t->thread->has_signal)
				unclear(run, "a thread signals what is not ready");
			t->thread->has_signal = t->signalled = true;
			t->thread->signal = at;
			t->thread->signal_init = sync->c;
		}
	}
}

static void entry_touches(Toucher *t, int entry, Value payload)
{
	const Entry *e = &t->run->plan->entries[entry];
	for (uint32_t i = 0; i < e->n && !t->run->truth->unclear; i++)
		op_touches(t, e, &e->ops[i], payload);
}

// What the entry frees is the thread's from now on.
static void move_freed(Run *run, const Thread *thread)
{
	for (uint32_t i = 0; i < thread->ntouches; i++) {
		if (thread->touches[i].kind != OP_FREE)
			continue;
		Object *o = &run->objects.v[thread->touches[i].at.object];
		if (!o->heap || o->moved || thread->touches[i].at.element != 0 || thread->touches[i].at.field != FIELD_SELF)
			unclear(run, "a thread frees what is not its own block");
		for (int t = 0; t < run->nthreads; t++)
			for (uint32_t k = 0; &run->threads[t] != thread && k < run->threads[t].ntouches; k++)
				if (run->threads[t].touches[k].at.object == thread->touches[i].at.object)
					unclear(run, "two threads use a block that one frees");
		o->moved = true;
		o->taker = (int)(thread - run->threads);
	}
}

static void thread_races(Run *run, const Thread *thread)
{
	for (uint32_t i = 0; i < thread->ntouches; i++)
		for (int t = 0; t < run->nthreads; t++)
			for (uint32_t k = 0; &run->threads[t] != thread && k < run->threads[t].ntouches; k++) {
				const Touch *a = &thread->touches[i], *b = &run->threads[t].touches[k];
				if (run->threads[t].running && same_address(a->at, b->at))
					run->replay.races |= a->kind == OP_WRITE || b->kind == OP_WRITE;
			}
}

// Of two crews at once it is only looked at what is said and is not so.
static bool other_crew(const Run *run, const Stmt *site)
{
	for (int t = 0; t < run->nthreads && !run->plan->strict; t++)
		if (run->threads[t].running && run->threads[t].crew && run->threads[t].crew != site->crew)
			return true;
	return false;
}

void thread_start(Run *run, Address handle, int entry, Value payload)
{
	if (run->nthreads == MAX_THREADS) {
		unclear(run, "too many threads");
		return;
	}
	Thread *thread = &run->threads[run->nthreads++];
	const Stmt *site = run->frames[0].at;
	*thread = (Thread){.running = true,
	                   .crew = site->crew,
	                   .element = handle.element,
	                   .open = site->crew && (run->opened >> site->crew & 1 || other_crew(run, site)),
	                   .unlike = run->plan->unwound >> site->crew & 1 && !run->plan->strict,
	                   .depth = run->depth,
	                   .naps = run->naps};
	for (int d = 0; d < run->depth; d++)
		thread->sites[d] = run->frames[d].at;
	Toucher toucher = {.run = run, .thread = thread};
	entry_touches(&toucher, entry, payload);
	if (run->truth->unclear)
		return;
	move_freed(run, thread);
	thread_races(run, thread);
	if (run->objects.v[handle.object].moved)
		unclear(run, "a thread frees the place of its own handle");
	*cell_at(run, handle) = (Value){.kind = VALUE_THREAD, .a = run->nthreads - 1};
}

Went handle_run(Run *run, const Stmt *stmt)
{
	Address at;
	if (!place_at(run, stmt->from, &at))
		return WENT_STOP;
	spawner_reads(run, stmt, at);
	const Value *v = cell_at(run, at);
	if ((v->kind == VALUE_FAILED || v->kind == VALUE_NULL) && run->failing)
		return unclear(run, "a join where it is known that the start failed");
	if (v->kind == VALUE_FAILED && v->a)
		return unclear(run, "a join of what a failing create may have left alone");
	if (v->kind == VALUE_NULL && !v->b)
		return unclear(run, "a join of no thread");
	run->replay.hangs |= v->kind != VALUE_THREAD;
	if (v->kind == VALUE_FAILED || v->kind == VALUE_NULL)
		return stmt->kind == STMT_JOIN ? WENT_ON : unclear(run, "no thread is detached");
	if (v->kind != VALUE_THREAD)
		return unclear(run, "a handle is not set");
	Thread *thread = &run->threads[v->a];
	if (!thread->running || thread->detached)
		return unclear(run, "a thread is joined or detached twice");
	run->naps += stmt->kind == STMT_JOIN;
	run->replay.hangs |= stmt->kind == STMT_JOIN && thread->has_gate && !thread->let_in;
	if (stmt->kind == STMT_JOIN)
		thread->running = false;
	else
		thread->detached = true;
	for (int t = 0; stmt->kind == STMT_DETACH && thread->crew && !run->plan->strict && t < run->nthreads; t++)
		run->threads[t].unlike |= run->threads[t].crew == thread->crew;
	return WENT_ON;
}

// ---- handshakes -------------------------------------------------------------------------------------------

// A wait shows that threads have signalled only when it took as many signals as threads can give.
Went wait_passes(Run *run, const Stmt *stmt, Address at)
{
	Value *sync = cell_at(run, at);
	int posters = 0;
	for (int t = 0; t < run->nthreads; t++)
		posters += run->threads[t].has_signal && same_address(run->threads[t].signal, at) &&
		           run->threads[t].signal_init == sync->c;
	sync->a++;
	int proved = at.field == FIELD_LATCH ? stmt->number : at.field == FIELD_GATE ? sync->b - 1 : sync->a;
	if (at.field == FIELD_GATE && posters && (sync->a > 1 || posters != proved))
		return unclear(run, "a barrier of another number");
	// Who meets the spawner at a barrier may have waited for other threads before: that it knows
	// nothing of them is not seen (ui/E0373/t07_gaps.c).
	for (int t = 0; at.field == FIELD_GATE && !run->plan->strict && t < run->nthreads; t++)
		run->threads[t].open |= run->threads[t].has_signal && !same_address(run->threads[t].signal, at);
	run->naps++;
	run->open |= at.field == FIELD_LATCH && stmt->number > posters;
	run->replay.hangs |= at.field == FIELD_GATE || (at.field == FIELD_LATCH ? stmt->number : sync->a) > posters;
	for (int t = 0; t < run->nthreads && proved >= posters; t++) {
		Thread *thread = &run->threads[t];
		if (!thread->has_signal || !same_address(thread->signal, at) || thread->signal_init != sync->c)
			continue;
		thread->signalled = true;
		thread->naps = run->naps;
	}
	return WENT_ON;
}

void gate_opens(Run *run, Address at)
{
	for (int t = 0; t < run->nthreads; t++)
		if (run->threads[t].has_gate && !run->threads[t].let_in && same_address(run->threads[t].gate, at)) {
			run->threads[t].let_in = true;
			return;
		}
}

Went sync_run(Run *run, const Stmt *stmt)
{
	Address at;
	if (!place_at(run, stmt->kind == STMT_INIT ? stmt->to : stmt->from, &at))
		return WENT_STOP;
	Value *sync = cell_at(run, at);
	for (int t = 0; t < run->nthreads; t++)
		for (uint32_t i = 0; i < run->threads[t].ntouches; i++) {
			const Touch *touch = &run->threads[t].touches[i];
			if (!touch_lives(&run->threads[t], touch) || !same_address(touch->at, at))
				continue;
			if (stmt->kind == STMT_INIT)
				return unclear(run, "made ready again while in use");
			expect_about(run, stmt, false, CODE_E0505, &run->threads[t], at.object);
		}
	if (stmt->kind == STMT_INIT)
		*sync = (Value){.kind = VALUE_SYNC, .b = stmt->number, .c = ++run->inits};
	else if (sync->kind != VALUE_SYNC)
		return unclear(run, "destroyed without having been made");
	else
		sync->kind = VALUE_UNSET;
	return WENT_ON;
}
