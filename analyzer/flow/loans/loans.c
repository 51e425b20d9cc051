// SPDX-License-Identifier: MIT
// Loans: issued at a spawn on what the entry touches, ended with the thread, checked
// when storage ends. The thread is the loan's lifetime; that is the whole idea.
#include "flow/loans/loans.h"

#define MAX_TOUCHES 64 // of one function,
#define MAX_LOANS 48   // of one thread; further ones fold to the whole object,
#define MAX_WRITES 32  // and writes and locks where there are so many of them
#define MAX_FREED 8  // objects at a time

// ---- touches: what this function uses of its callers' memory -----------------------------------

// A copy of `inner` with `outer` as the call that leads there.
static const Trace *trace_extend(Ctx *ctx, const Trace *inner, Span span, uint32_t depth)
{
	Trace *t = ARENA_NEW(ctx->program->arena, Trace);
	if (!inner || depth > 8) {
		*t = (Trace){.span = span, .fn = ctx->fn->name};
		return t;
	}
	*t = *inner;
	t->caller = trace_extend(ctx, inner->caller, span, depth + 1);
	return t;
}

static bool touch_counts(const Ctx *ctx, ObjId obj, TouchKind kind)
{
	const Obj *o = obj_at(ctx, obj);
	const Global *g = o->kind == OBJ_GLOBAL ? program_global(ctx->program, (StrId){o->a}) : NULL;
	if (o->kind == OBJ_GLOBAL) // one of each thread's own is no other's
		return kind != TOUCH_READ && !(g && g->flags & VAR_TLS) &&
		       strcmp(strs_text(&ctx->ir->strs, (StrId){o->a}), "errno") != 0;
	return o->kind == OBJ_SYM && (o->depth == 0 || obj_at(ctx, o->root)->kind == OBJ_VAR);
}

// What both are behind.
static const Guards *guards_common(Ctx *ctx, const Guards *a, const Guards *b)
{
	Guards *common = NULL;
	for (uint32_t i = 0; a && b && i < a->n; i++)
		for (uint32_t k = 0; k < b->n; k++) {
			Guard both = {.ap = a->v[i].ap, .range = range_join(a->v[i].range, b->v[k].range)};
			if (!ap_equal(a->v[i].ap, b->v[k].ap) || range_equal(both.range, RANGE_ALL))
				continue;
			if (!common)
				common = ARENA_NEW(ctx->program->arena, Guards);
			VEC_PUSH(ctx->program->arena, common, both);
		}
	return common;
}

// Of two uses of one place a known one tells more; what is written is under a lock when
// both are. A place that is also read without the lock that guards it has its own reasons:
// an object that nobody else has any more, a second look. What is only assumed of the whole
// does not make a use of a part one of the whole.
static void touch_merge(Ctx *ctx, Touch *known, Touch touch, Span span)
{
	bool part = known->assumed == touch.assumed ? known->part && touch.part : touch.assumed ? known->part : touch.part;
	bool tells_more = known->assumed == touch.assumed && ((touch.after && !known->after) || (known->part && !part));
	bool newer = (known->assumed && !touch.assumed) || tells_more; // late uses tell most
	Touch both = newer ? touch : *known;
	if (newer)
		both.trace = trace_extend(ctx, touch.trace, span, 0);
	both.locked = touch.kind == TOUCH_READ ? touch.locked || known->locked : touch.locked && known->locked;
	both.gates = gates_least(touch.gates, known->gates);
	both.behind = guards_common(ctx, known->behind, touch.behind);
	both.atomic = touch.atomic && known->atomic;
	both.part = part;
	both.wakes = touch.wakes || known->wakes;
	both.after = touch.after | known->after;
	*known = both;
}

// What is written has room of its own, for others know of all the rest that it stays; and the
// locks, which say of what is written when.
static bool is_told_apart(unsigned kind) { return kind == TOUCH_WRITE || kind == TOUCH_LOCK; }

// Whether no more uses are told apart.
static bool touches_full(const Ctx *ctx, TouchKind kind)
{
	return ctx->touches.n >= MAX_TOUCHES && (!is_told_apart(kind) || ctx->write_touches >= MAX_WRITES);
}

void touch_add(Ctx *ctx, ObjId obj, PathId path, Touch touch, Span span)
{
	ObjKind kind = obj_at(ctx, obj)->kind;
	if (!touch_counts(ctx, obj, touch.kind) || !obj_ap(ctx, obj, path, &touch.place)) {
		ctx->signals |= touch.wakes && (kind == OBJ_GLOBAL || kind == OBJ_SYM); // nobody can tell whom
		return;
	}
	if (!ctx->collect)
		return;
	if (touches_full(ctx, touch.kind)) {
		obj_ap(ctx, obj, path = (PathId){0}, &touch.place);
		touch.part = true;
	}
	uint64_t key = hash_mix((uint64_t)obj.i << 32 | path.i, touch.kind);
	uint32_t known = map_get(&ctx->touch_map, key);
	if (known != MAP_NONE) {
		touch_merge(ctx, &ctx->touches.v[known], touch, span);
		return;
	}
	touch.trace = trace_extend(ctx, touch.trace, span, 0);
	map_put(ctx->arena, &ctx->touch_map, key, ctx->touches.n);
	VEC_PUSH(ctx->program->arena, &ctx->touches, touch);
	ctx->write_touches += is_told_apart(touch.kind);
}

// ---- signals: what this function tells waiters -------------------------------------------------------

// Stores of different numbers to one place are different signals.
static bool is_signal(const Signalled *known, Ref place, const Touch *how)
{
	return ref_compare(known->place, place) == 0 && known->touch.valued == how->valued &&
	       known->touch.value == how->value;
}

static uint32_t signal_number(Ctx *ctx, Ref place, Touch how, Span span)
{
	uint32_t i = 0;
	while (i < ctx->signalled.n && !is_signal(&ctx->signalled.v[i], place, &how))
		i++;
	if (i < ctx->signalled.n) {
		ctx->signalled.v[i].touch.after |= how.after;
		ctx->signalled.v[i].touch.locked |= how.locked;
		return i;
	}
	if (i == MAX_SIGNALS || !touch_counts(ctx, place.obj, TOUCH_SIGNAL) ||
	    !obj_ap(ctx, place.obj, place.path, &how.place))
		return MAX_SIGNALS;
	how.trace = trace_extend(ctx, how.trace, span, 0);
	VEC_PUSH(ctx->arena, &ctx->signalled, ((Signalled){place, how}));
	return i;
}

uint16_t signal_places(Ctx *ctx, State *s, const Places *places, bool pending, Touch how, Span span)
{
	uint16_t numbers = 0;
	if (!ctx->in_thread)
		return 0;
	ctx->signals |= places->unknown;
	for (uint32_t i = 0; i < places->n; i++) {
		uint32_t number = signal_number(ctx, places->v[i], how, span);
		ctx->signals |= number == MAX_SIGNALS && ctx->signalled.n == MAX_SIGNALS;
		if (number < MAX_SIGNALS)
			numbers |= (uint16_t)(1u << number);
	}
	for (uint32_t k = 0; k < MAX_SIGNALS; k++)
		if (numbers >> k & 1)
			signal_send(s, k, pending);
	return numbers;
}

// ---- issue -----------------------------------------------------------------------------------------

// Loans are made on storage that can end: of this frame, of callers' frames, of this
// thread, on the heap. Globals stay for ever, but one that is lent as the payload may be
// assigned or destroyed while the thread uses it.
static bool loan_counts(const Ctx *ctx, ObjId obj, const Touch *touch)
{
	const Obj *o = obj_at(ctx, obj);
	if (!(touch->kind & TOUCH_BORROWS)) // who signals or locks what, wherever it lies
		return o->kind == OBJ_VAR || o->kind == OBJ_GLOBAL || o->kind == OBJ_HEAP || o->kind == OBJ_SYM;
	if (o->kind == OBJ_SYM) // what a global points to may be a caller's
		return obj_at(ctx, o->root)->kind == OBJ_VAR || (obj_at(ctx, o->root)->kind == OBJ_GLOBAL && o->depth == 0);
	const Global *g = o->kind == OBJ_GLOBAL ? program_global(ctx->program, (StrId){o->a}) : NULL;
	return o->kind == OBJ_VAR || o->kind == OBJ_HEAP || (g && g->flags & VAR_TLS) ||
	       (o->kind == OBJ_GLOBAL && touch->place.root == AP_ARG && !touch->assumed);
}

static LoanId loan_intern(Ctx *ctx, Loan loan)
{
	uint64_t key =
		hash_mix((uint64_t)loan.obj.i << 32 | loan.path.i, (uint64_t)loan.thread.i << 9 | loan.kind << 1 | loan.weak);
	if (loan.touch->valued)
		key = hash_mix(key, loan.number);
	uint32_t at = map_get(&ctx->loan_map, key);
	if (at != MAP_NONE) {
		if (ctx->loans.v[at].touch->assumed && !loan.touch->assumed)
			ctx->loans.v[at].touch = loan.touch;
		ctx->loans.v[at].after |= loan.after;
		ctx->loans.v[at].wakes |= loan.wakes;
		ctx->loans.v[at].torn &= loan.torn;
		ctx->loans.v[at].gates = gates_least(ctx->loans.v[at].gates, loan.gates);
		ctx->loans.v[at].nasked =
			asked_join(ctx->loans.v[at].asked, ctx->loans.v[at].nasked, loan.asked, loan.nasked);
		return (LoanId){at};
	}
	at = ctx->loans.n;
	map_put(ctx->arena, &ctx->loan_map, key, at);
	VEC_PUSH(ctx->arena, &ctx->loans, loan);
	if (!(loan.kind & TOUCH_BORROWS))
		return (LoanId){at};
	ctx->flow->stats.loans++;
	if (obj_at(ctx, loan.obj)->kind == OBJ_VAR)
		ctx->flow->stats.stack_loans++;
	return (LoanId){at};
}

static bool loans_full(const Ctx *ctx, const ThreadState *thread, unsigned kind)
{
	uint32_t writes = 0;
	for (uint32_t i = 0; thread->loans.n >= MAX_LOANS && i < thread->loans.n; i++)
		writes += is_told_apart(ctx->loans.v[thread->loans.v[i].i].kind);
	return thread->loans.n >= MAX_LOANS && (!is_told_apart(kind) || writes >= MAX_WRITES);
}

Place place_given(const Ctx *ctx, uint32_t site, Ap ap)
{
	const Instr *call = &ctx->fn->instrs.v[site];
	bool direct = ap.root == AP_ARG && ap.n < call->nargs;
	Operand given = direct ? ctx->fn->operands.v[call->args + ap.n] : (Operand){.kind = OPERAND_NONE};
	uint32_t first = ctx->fn->blocks.v[fn_block_of(ctx->fn, site)].first;
	if (!operand_is_variable(given))
		return PLACE_NONE;
	for (uint32_t i = site; i-- > first;) {
		const Instr *in = &ctx->fn->instrs.v[i];
		if (in->op == OP_ADDR && in->dst.var.i == given.place.var.i)
			return in->a.place;
	}
	return PLACE_NONE;
}

// Whether each thread of the call gets the same place, for no variable chooses in it.
static bool lends_one_place(const Ctx *ctx, const ThreadState *thread)
{
	const Spawned *spawned = spawned_of(ctx, thread->thread);
	Ap payload = {.root = AP_ARG, .n = payload_argument(spawned->effect)};
	Place place = place_given(ctx, spawned->site, payload);
	return !place_none(place) && !place.deref && !path_inexact(ctx, place.path);
}

static void loan_add(Ctx *ctx, ThreadState *thread, Loan loan)
{
	if (!loan_counts(ctx, loan.obj, loan.touch)) {
		thread->signals |= loan.wakes;
		if (!(loan.kind & TOUCH_WRITE) || loan.touch->assumed || thread->loans.n >= MAX_LOANS)
			return;
		loan.kind = LOAN_STORE;
	}
	if (thread->many && !lends_one_place(ctx, thread)) // each has its element
		loan.path = path_any(ctx, loan.path);
	if (loan.kind & TOUCH_BORROWS && loans_full(ctx, thread, loan.kind)) {
		loan.path = (PathId){0};
		loan.weak = true;
	}
	loan_insert(ctx->arena, thread, loan_intern(ctx, loan));
}

void loans_gather(Ctx *ctx, ThreadState *thread)
{
	ThreadState one = *thread;
	memset(&thread->loans, 0, sizeof thread->loans);
	thread->many = true;
	bool same = lends_one_place(ctx, thread);
	for (uint32_t i = 0; i < one.loans.n; i++) {
		Loan loan = ctx->loans.v[one.loans.v[i].i];
		loan.path = same ? loan.path : path_any(ctx, loan.path);
		loan_insert(ctx->arena, thread, loan_intern(ctx, loan));
	}
}

void loans_drop(const Ctx *ctx, ThreadState *thread, ObjId obj)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < thread->loans.n; i++)
		if (ctx->loans.v[thread->loans.v[i].i].obj.i != obj.i)
			thread->loans.v[kept++] = thread->loans.v[i];
	thread->loans.n = kept;
}

static void places_lend(Ctx *ctx, ThreadState *thread, const Places *places, const Touch *touch, Before before,
                        uint32_t number)
{
	for (uint32_t i = 0; i < places->n; i++) {
		Loan loan = {.obj = places->v[i].obj,
		             .path = places->v[i].path,
		             .kind = touch->kind,
		             .touch = touch,
		             .thread = thread->thread,
		             .wakes = touch->wakes,
		             .weak = places->weak && !places->only,
		             .torn = !ctx->apart && (places->n > 1 || places->unknown),
		             .number = (uint8_t)number,
		             .after = before.signals,
		             .gates = gates_add(before.gates, touch->gates),
		             .nasked = before.nasked};
		memcpy(loan.asked, before.asked, sizeof loan.asked);
		loan_add(ctx, thread, loan);
		if (touch->kind & TOUCH_WRITE && !touch->assumed)
			VEC_PUSH(ctx->arena, &ctx->written, places->v[i]);
	}
}

// The thread's own number for a signal of one of the summaries that it consists of.
static uint32_t thread_signal(Ctx *ctx, ThreadState *thread, const Touch *touch)
{
	Obj *o = &ctx->objs.v[thread->thread.i];
	if (!o->more) {
		VEC_PUSH(ctx->arena, &ctx->thread_signals, (ThreadSignals){0});
		o->more = ctx->thread_signals.n;
	}
	ThreadSignals *own = &ctx->thread_signals.v[o->more - 1];
	for (uint32_t i = 0; i < own->n; i++)
		if (own->touch[i] == touch)
			return i;
	if (own->n == MAX_SIGNALS) {
		thread->signals = true;
		return MAX_SIGNALS;
	}
	own->touch[own->n] = touch;
	return own->n++;
}

// The thread's own numbers for the signals of one summary, in the summary's order.
typedef struct SignalNumbers {
	uint8_t v[MAX_SIGNALS];
	uint32_t n;
} SignalNumbers;

static SignalNumbers signal_numbers(Ctx *ctx, ThreadState *thread, const Touch *touches, uint32_t n)
{
	SignalNumbers numbers = {.n = 0};
	for (uint32_t i = 0; i < n && numbers.n < MAX_SIGNALS; i++)
		if (touches[i].kind == TOUCH_SIGNAL)
			numbers.v[numbers.n++] = (uint8_t)thread_signal(ctx, thread, &touches[i]);
	return numbers;
}

// The thread's signals that the set `after` of a summary's signals names.
static uint16_t thread_after(const SignalNumbers *numbers, uint16_t after)
{
	uint16_t out = 0;
	for (uint32_t k = 0; after && k < numbers->n; k++)
		if (after >> k & 1 && numbers->v[k] < MAX_SIGNALS)
			out |= (uint16_t)(1u << numbers->v[k]);
	return out;
}

void touches_lend(Ctx *ctx, const State *s, ThreadState *thread, const CallFrame *frame, const Touch *touches,
                  uint32_t n, Before before)
{
	SignalNumbers numbers = signal_numbers(ctx, thread, touches, n);
	uint32_t nsignals = 0;
	for (uint32_t i = 0; i < n; i++) {
		const Touch *touch = &touches[i];
		Places places = ap_places(ctx, s, frame, touch->place);
		uint32_t number = 0;
		if (touch->kind == TOUCH_SIGNAL) {
			number = nsignals < numbers.n ? numbers.v[nsignals] : MAX_SIGNALS;
			nsignals++;
			thread->signals |= places.unknown;
		}
		thread->signals |= touch->wakes && places.unknown;
		thread->vague_lock |= touch->kind == TOUCH_LOCK && (places.unknown || !places.n);
		Before here = before;
		here.signals |= thread_after(&numbers, touch->after);
		here.nasked = asked_here(ctx, s, frame, touch->behind, here.asked);
		for (uint32_t k = 0; k < here.nasked; k++)
			here.asked[k].shut = ask_is_shut(ctx, s, &here.asked[k]);
		if (number < MAX_SIGNALS)
			places_lend(ctx, thread, &places, touch, here, number);
	}
}

// What an entry does through a function value of its payload: pack->fn(pack->arg).
void entry_calls(Ctx *ctx, State *s, ThreadState *thread, const CallFrame *frame, const Summary *summary,
                 Before before)
{
	SignalNumbers numbers = signal_numbers(ctx, thread, summary->touches.v, summary->touches.n);
	for (uint32_t i = 0; i < summary->outcomes.n; i++)
		for (uint32_t k = 0; k < summary->outcomes.v[i].effects.n; k++) {
			const Effect *call = &summary->outcomes.v[i].effects.v[k];
			ValId args[ENTRY_ARGS] = {{0}};
			if (call->kind != EFFECT_CALL)
				continue;
			uint32_t n = call->args.n < ARRAY_LEN(args) ? call->args.n : (uint32_t)ARRAY_LEN(args);
			for (uint32_t a = 0; a < n; a++)
				args[a] = sumval_eval(ctx, s, frame, &call->args.v[a]);
			CallFrame inner = {.args = args, .nargs = n, .site = frame->site};
			uint16_t signals = before.signals | thread_after(&numbers, call->after);
			Before there = {
				.signals = signals, .gates = gates_add(before.gates, call->gates), .depth = before.depth + 1};
			entry_lend(ctx, s, thread, sumval_eval(ctx, s, frame, &call->value), &inner, there);
		}
}

// ---- what the spawner does with what it lent ---------------------------------------------------------

// Whether `obj` is the storage of one object that this path can speak of.
bool is_single(const Ctx *ctx, ObjId obj)
{
	const Obj *o = obj_at(ctx, obj);
	if (o->many || o->opaque)
		return false;
	if (o->kind == OBJ_VAR)
		return ctx->fn->vars.v[o->a].kind != VAR_TEMP && ctx->fn->vars.v[o->a].kind != VAR_ALLOCA &&
		       !(ctx->fn->vars.v[o->a].flags & (VAR_ATOMIC | VAR_VOLATILE));
	if (o->kind == OBJ_GLOBAL)
		return obj.i < ctx->fn->vars.n && !(ctx->fn->vars.v[obj.i].flags & (VAR_ATOMIC | VAR_VOLATILE));
	return o->kind == OBJ_HEAP || (o->kind == OBJ_SYM && obj_at(ctx, o->root)->kind == OBJ_VAR);
}

// Whether writing all of `path` changes what lies at `lent`: one contains the other, and
// no index between them is unknown.
bool write_hits(const Ctx *ctx, PathId path, PathId lent)
{
	uint32_t depth = path_elem(ctx->paths, path)->depth, lent_depth = path_elem(ctx->paths, lent)->depth;
	if (path_inexact(ctx, path) || !path_overlaps(ctx, path, lent))
		return false;
	// `a` may stand for `a[0]`
	bool of_array =
		depth > lent_depth && path_elem(ctx->paths, path_cut(ctx, path, lent_depth + 1))->kind != ELEM_FIELD;
	return !of_array && !path_inexact(ctx, path_cut(ctx, lent, depth));
}

// Whether what is done here, in this very turn of a loop, may be done while the thread runs, for all that is known.
static bool thread_runs(const ThreadState *thread) { return thread->status != THREAD_UNDECIDED && !thread->absent; }

// Each of many threads borrows its element: where some have been joined, it is not told
// which elements are borrowed still. The first of a heap array has no index.
static bool is_element_of_some(const Ctx *ctx, const ThreadState *thread, const Loan *loan)
{
	bool element = path_inexact(ctx, loan->path);
	for (uint32_t i = 0; thread->some_ended && !element && i < thread->loans.n; i++) {
		const Loan *other = &ctx->loans.v[thread->loans.v[i].i];
		element = other->obj.i == loan->obj.i && path_inexact(ctx, other->path);
	}
	return thread->some_ended && element;
}

static bool loan_is_used(const Ctx *ctx, const ThreadState *thread, const Loan *loan, Ref place)
{
	bool known = loan->touch->place.root != AP_GLOBAL || obj_at(ctx, loan->obj)->kind == OBJ_VAR; // no global itself
	bool uses = known && loan->kind & (TOUCH_READ | TOUCH_WRITE);
	bool told = !loan->touch->assumed && !loan->touch->part && !loan->weak && !loan->torn;
	return loan->obj.i == place.obj.i && uses && told && !is_element_of_some(ctx, thread, loan) &&
	       write_hits(ctx, place.path, loan->path);
}

// What moved into a thread is the thread's: any use of it here is wrong.
static bool use_moved(Ctx *ctx, State *s, ObjId obj, Span span, TouchKind kind)
{
	const Moved *moved = moved_find(s, obj);
	if (!moved || (moved->after_join && state_thread(s, moved->thread)) || !may_be_freed(ctx, s, moved))
		return false;
	report_moved(ctx, s, moved, span, kind);
	return true;
}

void storage_used(Ctx *ctx, State *s, const Places *places, Span span, TouchKind kind)
{
	if (!s->moved.n || places->n != 1 || places->weak || places->unknown)
		return;
	use_moved(ctx, s, places->v[0].obj, span, kind);
}

// How a callee writes the place, by the touches of its summary.
WriteOrder written_below(const State *s, const CallFrame *frame, Ap place)
{
	const Summary *callee = frame->callee;
	if (!s->threads.n || !callee || callee->is_model)
		return WRITE_PLAIN;
	for (uint32_t i = 0; i < callee->touches.n; i++) {
		const Touch *touch = &callee->touches.v[i];
		if (touch->kind == TOUCH_WRITE && !touch->assumed && !touch->part && ap_equal(touch->place, place))
			return touch->atomic ? WRITE_ATOMIC : touch->locked ? WRITE_LOCKED : WRITE_PLAIN;
	}
	return WRITE_ATOMIC; // a part of something, or through an unknown function
}

static bool takes_locks(const Ctx *ctx, const ThreadState *thread)
{
	for (uint32_t i = 0; i < thread->loans.n; i++)
		if (ctx->loans.v[thread->loans.v[i].i].kind == TOUCH_LOCK)
			return true;
	return thread->vague_lock;
}

// Whether the thread has not come so far: it waits for a flag that nobody has set.
static bool is_shut_off(Ctx *ctx, const State *s, const Loan *loan)
{
	bool shut = false;
	for (uint32_t i = 0; i < loan->nasked && !shut; i++)
		shut = loan->asked[i].shut && !ask_is_open(ctx, s, &loan->asked[i]);
	return shut;
}

// Whether something orders the write with the thread's read: a wait of the thread, which
// begins when it is told to; a flag that keeps it out; a lock that both hold, or one of the object's own that our
// caller may hold.
bool is_ordered(Ctx *ctx, const State *s, const ThreadState *thread, const Loan *loan, WriteOrder order)
{
	bool opened = loan->gates == 1 && loan->after & thread->passed; // by the barrier that is the gate
	if (thread->later)
		return true;
	if ((loan->gates && !opened) || is_shut_off(ctx, s, loan))
		return true;
	if (order != WRITE_PLAIN)
		return order == WRITE_ATOMIC || takes_locks(ctx, thread);
	if (!loan->touch->locked)
		return false;
	return lock_may_be_shared(ctx, s, thread) || (obj_at(ctx, loan->obj)->kind == OBJ_SYM && takes_locks(ctx, thread));
}

// A use by the thread of what is written here, with nothing to order the two.
static const Loan *loan_used_at(Ctx *ctx, const State *s, const ThreadState *thread, Ref place, WriteOrder order)
{
	for (uint32_t i = 0; i < thread->loans.n; i++) {
		const Loan *loan = &ctx->loans.v[thread->loans.v[i].i];
		if (loan_is_used(ctx, thread, loan, place) && !is_ordered(ctx, s, thread, loan, order))
			return loan;
	}
	return NULL;
}

void storage_written(Ctx *ctx, State *s, const Places *places, Span span, WriteOrder order)
{
	if (s->threads.n && places->n == 1 && ctx->writing.placed)
		element_written(ctx, s, places->v[0], span, order);
	if ((!s->threads.n && !s->moved.n) || places->n != 1 || places->weak || places->unknown)
		return;
	Ref place = places->v[0];
	if (use_moved(ctx, s, place.obj, span, TOUCH_WRITE) || !is_single(ctx, place.obj))
		return;
	for (uint32_t i = 0; i < s->threads.n; i++) {
		const Loan *loan = thread_runs(&s->threads.v[i]) ? loan_used_at(ctx, s, &s->threads.v[i], place, order) : NULL;
		if (loan)
			report_event(ctx, s, &s->threads.v[i], loan, "E0506", span, place);
	}
}

// Remembers for our callers that something of theirs ended here.
static void freed_add(Ctx *ctx, State *s, EffectKind kind, Ref place, bool counted)
{
	Freed freed = {.kind = kind, .place = place, .must = true, .counted = counted, .early = true};
	const Obj *o = obj_at(ctx, place.obj);
	Ap ap;
	for (uint32_t i = 0; i < s->outer.n; i++)
		freed.early &= s->outer.v[i].kind == EFFECT_DETACH;
	if (o->kind == OBJ_HEAP || o->depth > 1 || !obj_ap(ctx, place.obj, place.path, &ap))
		return;
	uint32_t at = 0;
	while (at < s->freed.n && freed_order(&s->freed.v[at], &freed) < 0)
		at++;
	if (at < s->freed.n && freed_order(&s->freed.v[at], &freed) == 0) {
		s->freed.v[at].must = true;
		s->freed.v[at].counted |= counted;
		return;
	}
	if (s->freed.n < MAX_FREED)
		VEC_INSERT(ctx->arena, &s->freed, at, freed);
	else
		s->freed_more = true;
}

// Whether a field of the object, which was taken down here, has been tested.
static bool has_count(Ctx *ctx, const State *s, ObjId obj)
{
	for (uint32_t i = 0; i < s->cells.n; i++) {
		Obj count;
		if (s->cells.v[i].obj.i == obj.i && s->cells.v[i].path.i && val_is_count(ctx, s->cells.v[i].val, &count) &&
		    (val_is_told(ctx, s, s->cells.v[i].val) || val_is_told(ctx, s, (ValId){count.b})))
			return true;
	}
	return false;
}

// Who shares the count with us and finds it taken down by us has to see to the end.
static bool shares_count(const Ctx *ctx, const ThreadState *thread, ObjId obj, bool counted)
{
	bool writes = false;
	for (uint32_t i = 0; (counted || thread->counted) && i < thread->loans.n; i++) {
		const Loan *loan = &ctx->loans.v[thread->loans.v[i].i];
		writes |= loan->obj.i == obj.i && (loan->kind == TOUCH_WRITE || loan->kind == TOUCH_SIGNAL);
	}
	return writes;
}

// Of many threads each was given a block of its own, and some have been joined: whose this one is,
// is not known.
static bool is_block_of_some(const Ctx *ctx, const ThreadState *thread, ObjId obj)
{
	const Obj *o = obj_at(ctx, obj);
	return thread->many && thread->some_ended && o->kind == OBJ_HEAP &&
	       !lent_in_loop(ctx, spawned_of(ctx, thread->thread)->site, o->a);
}

static void free_borrowed(Ctx *ctx, State *s, ObjId obj, bool counted, Span span)
{
	for (uint32_t i = 0; i < s->threads.n; i++) {
		ThreadState *thread = &s->threads.v[i];
		const Loan *loan = thread_runs(thread) ? loan_on(ctx, thread, obj) : NULL;
		bool told = loan && !loan->weak && !is_block_of_some(ctx, thread, obj);
		if (told && !shares_count(ctx, thread, obj, counted))
			report_event(ctx, s, thread, loan, "E0505", span, (Ref){obj, {0}});
	}
}

bool is_shared_by(const Ctx *ctx, const ThreadState *thread, ObjId obj)
{
	for (uint32_t i = 0; i < thread->loans.n; i++) {
		const Loan *loan = &ctx->loans.v[thread->loans.v[i].i];
		bool ordered =
			!(loan->kind & TOUCH_BORROWS) || loan->touch->atomic || (loan->kind & TOUCH_WRITE && loan->touch->locked);
		if (loan->obj.i == obj.i && ordered)
			return true;
	}
	return false;
}

// FREE of the block that `val` points to, for certain; or of what a thread may find there, or
// replace, at any time.
void storage_freed(Ctx *ctx, State *s, ValId val, bool counted, Span span)
{
	ObjId obj;
	if (!val_object(ctx, val, &obj)) {
		ValId held = flag_held(ctx, s, val);
		if (held.i && val_object(ctx, held, &obj) && !use_moved(ctx, s, obj, span, TOUCH_FREE))
			free_borrowed(ctx, s, obj, counted || has_count(ctx, s, obj), span);
		return;
	}
	counted |= has_count(ctx, s, obj);
	freed_add(ctx, s, EFFECT_FREE, (Ref){obj, {0}}, counted);
	if (use_moved(ctx, s, obj, span, TOUCH_FREE))
		return;
	free_borrowed(ctx, s, obj, counted, span);
	for (uint32_t i = 0; i < s->threads.n; i++)
		loans_drop(ctx, &s->threads.v[i], obj);
	obj_forget(ctx, s, obj); // handles in it are lost
}

// DESTROY of what is in the places: a lock, a semaphore.
void storage_destroyed(Ctx *ctx, State *s, const Places *places, bool counted, Span span)
{
	if (places->n != 1 || places->weak || places->unknown)
		return;
	Ref place = places->v[0];
	counted |= has_count(ctx, s, place.obj);
	freed_add(ctx, s, EFFECT_DESTROY, place, counted);
	for (uint32_t i = 0; i < s->threads.n; i++)
		for (uint32_t k = 0; thread_runs(&s->threads.v[i]) &&
		                     !shares_count(ctx, &s->threads.v[i], place.obj, counted) && k < s->threads.v[i].loans.n;
		     k++) {
			const Loan *loan = &ctx->loans.v[s->threads.v[i].loans.v[k].i];
			if (loan->kind & (TOUCH_BORROWS | TOUCH_LOCK) && loan->obj.i == place.obj.i && !loan->weak &&
			    !is_element_of_some(ctx, &s->threads.v[i], loan) && write_hits(ctx, place.path, loan->path) &&
			    is_single(ctx, place.obj))
				report_event(ctx, s, &s->threads.v[i], loan, "E0505", span, place);
		}
}

// An allocating call runs again: its name now means the new block, the old one has none.
void storage_fresh(Ctx *ctx, State *s, ObjId heap)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < s->threads.n; i++)
		loans_drop(ctx, &s->threads.v[i], heap);
	for (uint32_t i = 0; i < s->moved.n; i++)
		if (s->moved.v[i].obj.i != heap.i)
			s->moved.v[kept++] = s->moved.v[i];
	s->moved.n = kept;
}

// ---- the end of storage ---------------------------------------------------------------------

void storage_dead(Ctx *ctx, State *s, const Instr *dead)
{
	ObjId obj = {dead->dst.var.i};
	if (s->threads.n)
		dump_fact(ctx, (uint32_t)(dead - ctx->fn->instrs.v), "DEAD %s",
		          strs_text(&ctx->ir->strs, ctx->fn->vars.v[obj.i].name));
	for (uint32_t i = 0; i < s->threads.n; i++) {
		report_end(ctx, s, &s->threads.v[i], obj, &ctx->fn->vars.v[obj.i], dead->span, (ExitKind)dead->sub, LEAVE_EDGE);
		s->threads.v[i].expired |= loan_on(ctx, &s->threads.v[i], obj) != NULL;
		loans_drop(ctx, &s->threads.v[i], obj);
	}
	obj_forget(ctx, s, obj);
}

// The owner of the frame ends its thread, or jumps out of it: every local ends.
void storage_leave_all(Ctx *ctx, State *s, Span span, Leave leave)
{
	for (uint32_t v = 0; v < ctx->fn->vars.n; v++) {
		const Var *var = &ctx->fn->vars.v[v];
		if (var->kind == VAR_TEMP || var->kind == VAR_GLOBAL)
			continue;
		for (uint32_t i = 0; i < s->threads.n; i++)
			report_end(ctx, s, &s->threads.v[i], (ObjId){v}, var, span, EXIT_RETURN, leave);
	}
}

// A thread-local object ends with this thread, which a thread that nobody can join
// any more may outlive.
void tls_check(Ctx *ctx, State *s, ValId ret, Span span)
{
	bool is_main = strcmp(program_label(ctx->program, ctx->fn->name), "main") == 0;
	for (uint32_t v = 0; v < ctx->fn->vars.n; v++) {
		const Var *var = &ctx->fn->vars.v[v];
		if (var->kind != VAR_GLOBAL || !(var->flags & VAR_TLS))
			continue;
		for (uint32_t i = 0; i < s->threads.n; i++) {
			ThreadState *thread = &s->threads.v[i];
			bool held = val_holds_thread(ctx, ret, thread->thread) || cells_hold(ctx, s, thread->thread);
			if (is_main || thread->detached || !held)
				report_end(ctx, s, thread, (ObjId){v}, var, span, EXIT_RETURN, LEAVE_EDGE);
		}
	}
}

void dump_loans(Ctx *ctx)
{
	Buf *out = ctx->flow->options.dump;
	if (!ctx->flow->options.dump_loans || !ctx->loans.n)
		return;
	buf_printf(out, "fn %s\n", strs_text(&ctx->ir->strs, ctx->fn->name));
	for (uint32_t i = 0; i < ctx->loans.n; i++) {
		Loan loan = ctx->loans.v[i];
		Span span = ctx->fn->instrs.v[obj_at(ctx, loan.thread)->a].span;
		Ap ap;
		buf_printf(out, "  line %u: lends ", span.line);
		if (obj_at(ctx, loan.obj)->kind == OBJ_VAR) {
			buf_puts(out, strs_text(&ctx->ir->strs, ctx->fn->vars.v[loan.obj.i].name));
			ir_print_path(out, ctx->ir, ctx->fn, loan.path);
		} else if (obj_ap(ctx, loan.obj, loan.path, &ap)) {
			sum_print_ap(out, ctx->ir, ap);
		} else {
			buf_puts(out, "heap");
		}
		static const char *const kinds[] = {[TOUCH_READ] = "read", [TOUCH_WRITE] = "write", [TOUCH_FREE] = "free",
		                                    [TOUCH_SIGNAL] = "signal", [TOUCH_LOCK] = "lock", [LOAN_STORE] = "store"};
		buf_printf(out, " (%s%s)\n", kinds[loan.kind], loan.touch->assumed ? ", assumed" : "");
	}
}
