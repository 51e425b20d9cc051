// SPDX-License-Identifier: MIT
// Threads: started by a call, known by their handles, ended by a join of what holds one.
#include "flow/flow.h"

#define MAX_INNER 3    // threads that threads start, and calls of summaries around them
#define MAX_OUTER 64   // ends of callers' threads in one state
#define MANY_STARTS 16 // in one function, before those that borrow nothing here are one for each start

// ---- start -------------------------------------------------------------------------------------

static StrId entry_name(const Ctx *ctx, ValId entry)
{
	const Val *v = val_at(ctx, entry);
	return v->n == 1 && obj_at(ctx, v->refs[0].obj)->kind == OBJ_FN ? (StrId){obj_at(ctx, v->refs[0].obj)->a}
	                                                                : (StrId){0};
}

static ThreadState *thread_start(Ctx *ctx, State *s, ObjId id)
{
	ThreadState *running = thread_find(s, id);
	if (running && !(running->expired && !thread_borrows(ctx, running))) {
		running->newest = running->many ? running->newest & running->told : running->told;
		running->told = 0;
		running->many |= !running->spent; // what the others borrowed is given back
		running->spent = false;
		running->nwaits = 0;
		running->waited = 0;
		return running;
	}
	if (running) { // what the older one was lent is over, and told
		*running = (ThreadState){.thread = id};
		return running;
	}
	return thread_insert(ctx, s, id);
}

static Spawned *spawned_find(const Ctx *ctx, ObjId thread)
{
	for (uint32_t i = 0; i < ctx->spawned.n; i++)
		if (ctx->spawned.v[i].thread.i == thread.i)
			return &ctx->spawned.v[i];
	return NULL;
}

const Spawned *spawned_of(const Ctx *ctx, ObjId thread)
{
	const Spawned *spawned = spawned_find(ctx, thread);
	if (!spawned)
		bug("thread %u was never spawned", thread.i);
	return spawned;
}

static void thread_describe(Ctx *ctx, ObjId id, const SpawnEffect *spawn, StrId entry, const CallFrame *frame)
{
	Spawned *known = spawned_find(ctx, id);
	if (known) {
		known->entry = entry.i ? entry : known->entry;
		return;
	}
	Spawned info = {.thread = id, .effect = spawn, .entry = entry, .site = frame->site};
	VEC_PUSH(ctx->arena, &ctx->spawned, info);
	ctx->flow->stats.spawns += spawn->trace == NULL;
}

// The thread writes here at any time: what the spawner knew of it is gone.
static void forget_written(Ctx *ctx, State *s, uint32_t site, uint32_t ordinal)
{
	ctx->writing = (HandleAt){.foreign = true};
	for (uint32_t i = 0; i < ctx->written.n; i++) {
		Ref place = ctx->written.v[i];
		ValId old = cell_read(ctx, s, place.obj, place.path);
		ObjId home =
			obj_get(ctx, OBJ_HOME, site, 1000 * (ordinal + 1) + place.path.i, place.obj.i + 1); // of this place alone
		handles_hide(ctx, s, place, true); // which parts it writes is not always told
		cell_forget(ctx, s, place.obj, place.path, home);
		ctx->objs.v[home.i].doubt = DOUBT_THREAD;
		ctx->objs.v[home.i].guess = true; // no write of ours
		flag_note(ctx, s, home, place, old);
	}
	ctx->written.n = 0;
}

// A field of what has no name of its own, through the variable that points to it; NULL: there is none.
static const char *pointed_text(const Ctx *ctx, const State *s, const Var *nameless, Ref place)
{
	const char *field = place_text(ctx, nameless, place.path) + strlen(strs_text(&ctx->ir->strs, nameless->label));
	for (uint32_t i = 0; *field == '.' && i < s->cells.n; i++) {
		const Cell *cell = &s->cells.v[i];
		const Val *v = val_at(ctx, cell->val);
		const Obj *holder = obj_at(ctx, cell->obj);
		if (holder->kind == OBJ_VAR && ctx->fn->vars.v[holder->a].kind == VAR_LOCAL && !cell->path.i && v->n == 1 &&
		    !v->unknown && v->refs[0].obj.i == place.obj.i && !v->refs[0].path.i)
			return arena_printf(ctx->program->arena, "%s->%s",
			                    strs_text(&ctx->ir->strs, ctx->fn->vars.v[holder->a].label), field + 1);
	}
	return NULL;
}

// A local variable gets the handle: messages can name it.
static void name_handle(Ctx *ctx, const State *s, ObjId thread, Ref place)
{
	const Obj *o = obj_at(ctx, place.obj);
	if (o->kind != OBJ_VAR || ctx->fn->vars.v[o->a].kind == VAR_TEMP || path_has_index(ctx, place.path))
		return;
	const Var *var = &ctx->fn->vars.v[o->a];
	bool nameless = var->kind == VAR_ALLOCA || var->kind == VAR_LITERAL;
	Spawned *spawned = spawned_find(ctx, thread);
	if (spawned)
		spawned->handle = nameless ? pointed_text(ctx, s, var, place) : place_text(ctx, var, place.path);
}

// A create that succeeded wrote the handle: the pointer to its place is not null, nor
// is the one behind it (`&c->tid`).
static void handle_exists(Ctx *ctx, State *s, const CallFrame *frame, Ap ap)
{
	const Instr *call = &ctx->fn->instrs.v[frame->site];
	if (ctx->depth != 1 || ap.root != AP_ARG || ap.n >= call->nargs)
		return;
	Operand arg = ctx->fn->operands.v[call->args + ap.n];
	if (arg.kind != OPERAND_PLACE || !ap.path.i)
		return;
	arg.place.deref = true;
	assume_followed(ctx, s, arg.place);
	for (uint32_t i = 0; i < frame->site; i++) {
		const Instr *in = &ctx->fn->instrs.v[i];
		if (in->op == OP_ADDR && in->dst.var.i == arg.place.var.i && !in->dst.deref)
			assume_followed(ctx, s, in->a.place);
	}
}

// A callee that joins on one way and not on another tests by itself which is right: threads
// whose handles are there before it is called.
U32Vec threads_held(Ctx *ctx, const State *s, const Summary *callee)
{
	U32Vec held = {0};
	uint32_t ends = 0;
	for (uint32_t i = 0; s->threads.n && !callee->is_model && i < callee->outcomes.n; i++)
		ends += outcome_effect(&callee->outcomes.v[i], EFFECT_BIT(EFFECT_END)) != NULL;
	for (uint32_t i = 0; ends && ends < callee->outcomes.n && i < s->threads.n; i++)
		if (cells_hold(ctx, s, s->threads.v[i].thread))
			VEC_PUSH(ctx->arena, &held, s->threads.v[i].thread.i);
	return held;
}

void thread_hide(const States *ways, uint32_t first, ObjId thread)
{
	bool ended = false;
	for (uint32_t i = first; i < ways->n; i++)
		ended |= !thread_find(ways->v[i], thread);
	for (uint32_t i = first; ended && i < ways->n; i++) {
		ThreadState *running = thread_find(ways->v[i], thread);
		if (running)
			running->joinable = false;
	}
}

uint32_t payload_argument(const SpawnEffect *spawn)
{
	const Ap *from = spawn ? sumval_source(&spawn->payload) : NULL;
	return from && from->root == AP_ARG && !from->path.i ? from->n : ID_NONE;
}

uint32_t payload_operand(const Ctx *ctx, uint32_t site, const SpawnEffect *spawn)
{
	const Instr *call = &ctx->fn->instrs.v[site];
	uint32_t n = payload_argument(spawn);
	for (uint32_t i = 0; n == ID_NONE && i < spawn->lends.n; i++)
		n = spawn->lends.v[i].place.root == AP_ARG ? spawn->lends.v[i].place.n : ID_NONE;
	return n < call->nargs ? call->args + n + 1 : 0;
}

// Stores the handle; false when it went where nobody looks.
static bool hold_handle(Ctx *ctx, State *s, CallFrame *frame, const SpawnEffect *spawn, ObjId id)
{
	bool returned = false, nowhere = spawn->handles.n > 0;
	ValId handle = val_ref(ctx, id, (PathId){0});
	segment_issue(thread_find(s, id), ctx->depth == 1 ? payload_operand(ctx, frame->site, spawn) : 0);
	for (uint32_t i = 0; i < spawn->handles.n; i++) {
		Ap ap = spawn->handles.v[i];
		if (ap.root == AP_RET && !ap.path.i) {
			frame->ret = handle;
			returned = true;
			nowhere = false;
			continue;
		}
		handle_exists(ctx, s, frame, ap);
		HandleAt at = ctx->writing = handle_at(ctx, s, frame->site, ap);
		Places places = ap_places(ctx, s, frame, ap);
		nowhere &= ap.root == AP_ARG && !places.n && !places.unknown;
		places_write(ctx, s, &places, handle);
		if (spawn->elements.told && element_is_first(ctx, s, frame->site, ap)) // the callee starts several
			segment_span(ctx, s, thread_find(s, id), &at, spawn->elements);
		else if (spawn->handles.n == 1 && !at.whole)
			segment_store(ctx, s, thread_find(s, id), &at);
		if (places.n == 1)
			name_handle(ctx, s, id, places.v[0]);
		returned |= ap.root == AP_RET;
	}
	thread_find(s, id)->detached |= nowhere; // NULL for a handle: nobody wants one
	return returned || cells_hold(ctx, s, id);
}

// Whether two effects of a summary come from one call that starts a thread.
static bool same_start(const Trace *a, const Trace *b)
{
	return a && b && a->fn.i == b->fn.i && span_compare(a->span, b->span) == 0;
}

static bool ap_is_static(const Ap *ap) { return ap->root == AP_GLOBAL || ap->root == AP_LITERAL; }

static bool val_is_static(const SumVal *val)
{
	bool all = !val->unknown;
	for (uint32_t i = 0; i < val->refs.n; i++)
		all &= ap_is_static(&val->refs.v[i].ap);
	return all;
}

bool spawn_is_static(const SpawnEffect *spawn)
{
	bool all = val_is_static(&spawn->entry) && val_is_static(&spawn->payload);
	for (uint32_t i = 0; i < spawn->more.n; i++)
		all &= val_is_static(&spawn->more.v[i]);
	for (uint32_t i = 0; i < spawn->handles.n; i++)
		all &= ap_is_static(&spawn->handles.v[i]);
	for (uint32_t i = 0; i < spawn->lends.n; i++)
		all &= ap_is_static(&spawn->lends.v[i].place);
	return all;
}

// Where many threads start, one that borrows nothing of the function or its callers is the same
// wherever it is called for.
static bool find_static(const Ctx *ctx, const SpawnEffect *spawn, ObjId *thread)
{
	for (uint32_t i = 0; spawn->trace && ctx->spawned.n >= MANY_STARTS && i < ctx->spawned.n; i++) {
		const SpawnEffect *other = ctx->spawned.v[i].effect;
		*thread = ctx->spawned.v[i].thread;
		if (same_start(other->trace, spawn->trace) && spawn_is_static(other))
			return spawn_is_static(spawn);
	}
	return false;
}

// The name of the thread that an effect of the callee leaves behind. What several outcomes
// start alike is one thread, however many effects come before it in each; what a function
// of a cycle starts is told apart by where alone, or each round would add its own.
static ObjId thread_name(Ctx *ctx, const CallFrame *frame, const SpawnEffect *spawn, uint32_t ordinal)
{
	uint32_t first = 0, nth = 0;
	ObjId known;
	if (find_static(ctx, spawn, &known))
		return known;
	if (call_is_cyclic(frame) && spawn->trace)
		return obj_get(ctx, OBJ_THREAD, frame->site, spawn->trace->span.line, spawn->trace->span.file.i + 1);
	bool found = !frame->callee || !spawn->trace, named = found;
	for (uint32_t i = 0; !named && i < frame->callee->outcomes.n; i++) {
		const Outcome *outcome = &frame->callee->outcomes.v[i];
		nth = 0;
		for (uint32_t k = 0; !named && k < outcome->effects.n; k++) {
			const SpawnEffect *other = outcome->effects.v[k].kind == EFFECT_SPAWN ? outcome->effects.v[k].spawn : NULL;
			bool same = other && same_start(other->trace, spawn->trace);
			found |= same;
			named = other == spawn;
			first += other && !found;
			nth += same && !named;
		}
	}
	return obj_get(ctx, OBJ_THREAD, frame->site, (spawn->trace ? first : ordinal) + THREAD_DEPTH * ctx->depth, nth);
}

// Handles that lie in a returned record, which is now at `to`.
void thread_return(Ctx *ctx, State *s, const CallFrame *frame, const SpawnEffect *spawn, uint32_t ordinal,
                   const Places *to)
{
	ObjId id = thread_name(ctx, frame, spawn, ordinal);
	for (uint32_t i = 0; i < spawn->handles.n; i++) {
		Places field = *to;
		if (spawn->handles.v[i].root != AP_RET || !spawn->handles.v[i].path.i)
			continue;
		for (uint32_t k = 0; k < field.n; k++)
			field.v[k].path = path_join(ctx->paths, field.v[k].path, spawn->handles.v[i].path);
		places_write(ctx, s, &field, val_ref(ctx, id, (PathId){0}));
	}
}

// --strict: a borrow of this frame is wrong as soon as it is issued.
static void issue_strict(Ctx *ctx, State *s, ObjId id, Span span)
{
	for (uint32_t v = 0; ctx->flow->options.strict && v < ctx->fn->vars.n; v++)
		if (ctx->fn->vars.v[v].kind != VAR_GLOBAL)
			report_end(ctx, s, thread_find(s, id), (ObjId){v}, &ctx->fn->vars.v[v], span, EXIT_RETURN, LEAVE_STRICT);
}

// Whether the attributes say that the thread is detached: known, or (`unclear`) what will say it.
static bool is_detached(Ctx *ctx, const State *s, const CallFrame *frame, const SpawnEffect *spawn, ValId *unclear)
{
	if (!spawn->has_detached_if)
		return spawn->detached;
	const SumRef *ref = spawn->detached_if.refs.n ? &spawn->detached_if.refs.v[0] : NULL;
	if (ref && ref->ap.root == AP_ARG && ref->ap.n < frame->nargs) {
		Range attributes = val_range(ctx, s, frame->args[ref->ap.n]);
		if (attributes.lo == 0 && attributes.hi == 0)
			return false; // no attributes: joinable
	}
	ValId says = sumval_eval(ctx, s, frame, &spawn->detached_if);
	Range state = val_range(ctx, s, says);
	if (state.lo != state.hi)
		*unclear = says;
	return !range_has(state, 0);
}

// What a spawn in a callee says that its thread owns.
static void issue_moves(Ctx *ctx, State *s, const CallFrame *frame, const SpawnEffect *spawn, ObjId id)
{
	for (uint32_t i = 0; i < spawn->frees.n; i++) {
		Places places = ap_places(ctx, s, frame, spawn->frees.v[i].place);
		ObjId obj = places.v[0].obj;
		if (places.n == 1 && !places.weak && !places.unknown && !obj_at(ctx, obj)->many &&
		    (obj_at(ctx, obj)->kind == OBJ_HEAP || obj_at(ctx, obj)->kind == OBJ_SYM))
			moved_add(ctx, s, (Moved){.obj = obj, .thread = id, .touch = &spawn->frees.v[i]},
			          ctx->fn->instrs.v[frame->site].span);
	}
}

// Who gets the handle of another thread as its payload can join that one.
static void handles_given(const Ctx *ctx, State *s, const CallFrame *inner)
{
	for (uint32_t i = 0; i < s->threads.n; i++)
		for (uint32_t k = 0; k < inner->nargs; k++)
			if (val_holds_thread(ctx, inner->args[k], s->threads.v[i].thread))
				s->threads.v[i].joinable = false;
}

static void issue_inner(Ctx *ctx, State *s, const CallFrame *frame, const Summary *entry);

// A call leaves a thread behind: loans on all that its entry touches.
void thread_issue(Ctx *ctx, State *s, CallFrame *frame, const SpawnEffect *spawn, uint32_t ordinal)
{
	ObjId id = thread_name(ctx, frame, spawn, ordinal);
	ThreadState *thread = thread_start(ctx, s, id);
	ctx->issues++;
	answers_note(ctx, s, thread);
	ValId unclear = {0};
	bool detached = is_detached(ctx, s, frame, spawn, &unclear);
	thread->older_detached = thread->detached;
	thread->detached = detached;
	thread->later = spawn->later;
	thread->detached_if = val_join(ctx, thread->detached_if, unclear, WIDEN_NONE);
	bool own = !detached && !spawn->handle_lost && !spawn->pooled && !spawn->later; // it can be joined
	thread->joinable |= own && !unclear.i && spawn->handles.n > 0;
	thread->hidden |= own && !spawn->handles.n;
	touches_lend(ctx, s, thread, frame, spawn->lends.v, spawn->lends.n, (Before){0});
	ValId entry = sumval_eval(ctx, s, frame, &spawn->entry);
	ValId payload[ENTRY_ARGS] = {sumval_eval(ctx, s, frame, &spawn->payload)};
	uint32_t n = 1;
	for (uint32_t i = 0; i < spawn->more.n && n < ENTRY_ARGS; i++)
		payload[n++] = sumval_eval(ctx, s, frame, &spawn->more.v[i]);
	CallFrame inner = {.args = payload, .nargs = n, .site = frame->site};
	handles_given(ctx, s, &inner);
	if (entry.i)
		entry_lend(ctx, s, thread, entry, &inner, (Before){0});
	const Summary *known = spawn->entry_name.i ? flow_summary(ctx->flow, spawn->entry_name) : NULL;
	thread->signals |= spawn->signals || (known && known->signals);
	thread->waits |= known && known->waits;
	issue_moves(ctx, s, frame, spawn, id);
	if (spawn->maybe_ended && spawn->assumes != ASSUME_NOTHING)
		thread_assume(thread, spawn->assumes);
	else if (spawn->maybe_ended || frame->unsure)
		thread_demote(thread, THREAD_MAYBE);
	if (spawn->undecided)
		thread_demote(thread, THREAD_UNDECIDED);
	thread->vague_lock |= spawn->locks;
	thread_describe(ctx, id, spawn, entry.i && entry_name(ctx, entry).i ? entry_name(ctx, entry) : spawn->entry_name,
	                frame);
	forget_written(ctx, s, frame->site, ordinal);
	thread->joinable &= hold_handle(ctx, s, frame, spawn, id);
	thread->fresh = true;
	dump_fact(ctx, frame->site, "ISSUE thread%u loans=%u", id.i, thread->loans.n);
	step_add(ctx, s, STEP_SPAWN, ctx->fn->instrs.v[frame->site].span)->thread = id;
	if (!spawn->scoped)
		issue_strict(ctx, s, id, s->steps->span);
	if (thread->status == THREAD_UNDECIDED)
		state_end_thread(s, (uint32_t)(thread - s->threads.v));
	else if (entry.i && entry_name(ctx, entry).i)
		issue_inner(ctx, s, &inner, flow_summary(ctx->flow, entry_name(ctx, entry)));
}

// Whether the entry may take the way on which it starts the thread.
static bool may_come_to(Ctx *ctx, State *s, const CallFrame *frame, const Outcome *outcome)
{
	for (uint32_t i = 0; i < outcome->guards.n; i++) {
		SumRef ref = {.kind = REF_VALUE, .ap = outcome->guards.v[i].ap};
		SumVal value = {.num = RANGE_EMPTY, .refs = {.v = &ref, .n = 1}};
		Range range = ref.ap.root == AP_ARG ? val_range(ctx, s, sumval_eval(ctx, s, frame, &value)) : RANGE_ALL;
		if (range_empty(range_meet(range, outcome->guards.v[i].range)))
			return false;
	}
	return true;
}

static bool is_one_of(const Outcome *outcomes, uint32_t n, const SpawnEffect *spawn)
{
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < outcomes[i].effects.n; k++)
			if (outcomes[i].effects.v[k].kind == EFFECT_SPAWN &&
			    same_start(outcomes[i].effects.v[k].spawn->trace, spawn->trace))
				return true;
	return false;
}

// Threads that the thread itself starts and that nobody can join: they may outlive it, and
// borrow what it was given.
static void issue_inner(Ctx *ctx, State *s, const CallFrame *frame, const Summary *entry)
{
	CallFrame inner = *frame;
	inner.callee = entry;
	inner.in_thread = true;
	ctx->depth++;
	for (uint32_t i = 0; entry && ctx->depth <= MAX_INNER && i < entry->outcomes.n; i++)
		for (uint32_t k = 0; k < entry->outcomes.v[i].effects.n; k++) {
			const Effect *e = &entry->outcomes.v[i].effects.v[k];
			bool lost = e->kind == EFFECT_SPAWN && (e->spawn->detached || e->spawn->handle_lost);
			if (!lost || is_one_of(entry->outcomes.v, i, e->spawn) ||
			    !may_come_to(ctx, s, &inner, &entry->outcomes.v[i]))
				continue;
			ObjId id = thread_name(ctx, &inner, e->spawn, k);
			thread_issue(ctx, s, &inner, e->spawn, k);
			ThreadState *thread = thread_find(s, id);
			if (thread && !thread_borrows(ctx, thread))
				state_end_thread(s, (uint32_t)(thread - s->threads.v));
		}
	ctx->depth--;
}

// ---- end ------------------------------------------------------------------------------------------------

// Adds `more`; true when that has changed which they are.
static bool elements_add(Elements *elements, Elements more)
{
	Elements before = *elements;
	*elements = elements_join(before, more);
	return before.told && (!elements->told || !range_equal(elements->range, before.range));
}

// A loop that joins elements of an array joins all that are there: also when it found none.
static void note_loop_join(Ctx *ctx, Outer item)
{
	const Val *v = val_at(ctx, item.handle);
	if (item.kind != EFFECT_END || v->n != 1 || !path_inexact(ctx, (PathId){obj_at(ctx, v->refs[0].obj)->b}))
		return;
	for (uint32_t i = 0; i < ctx->loops.n; i++) {
		Loop *loop = &ctx->loops.v[i];
		bool known = !bitset_has(&loop->body, ctx->block);
		for (uint32_t k = 0; !known && k < loop->joins.n; k++)
			if ((known = loop->joins.v[k].handle.i == item.handle.i))
				ctx->loops_grew |= elements_add(&loop->joins.v[k].elements, item.elements);
		if (known)
			continue;
		VEC_PUSH(ctx->arena, &loop->joins, item);
		ctx->loops_grew = true;
	}
}

static void outer_put(Ctx *ctx, State *s, Outer item)
{
	uint32_t at;
	note_loop_join(ctx, item);
	if (outer_find(s, &item, &at)) {
		elements_add(&s->outer.v[at].elements, item.elements);
		return;
	}
	if (s->outer.n >= MAX_OUTER) {
		ctx->gave_up = "joins";
		return;
	}
	VEC_INSERT(ctx->arena, &s->outer, at, item);
}

static void outer_add(Ctx *ctx, State *s, EffectKind kind, ValId handle)
{
	outer_put(ctx, s, (Outer){.kind = kind, .handle = handle});
}

void loop_joined(Ctx *ctx, State *s, uint32_t from, uint32_t to)
{
	for (uint32_t i = 0; i < ctx->loops.n; i++) {
		const Loop *loop = &ctx->loops.v[i];
		for (uint32_t k = 0; k < loop->joins.n && bitset_has(&loop->body, from) && !bitset_has(&loop->body, to); k++)
			outer_put(ctx, s, loop->joins.v[k]);
	}
}

void outers_blur(Ctx *ctx, State *all, const State *s)
{
	for (uint32_t i = 0; i < s->outer.n; i++)
		outer_add(ctx, all, s->outer.v[i].kind == EFFECT_WAIT ? EFFECT_WAIT : EFFECT_MAYEND, s->outer.v[i].handle);
	for (uint32_t i = 0; i < all->outer.n; i++)
		if (all->outer.v[i].kind == EFFECT_WAIT)
			all->outer.v[i].wait = WAIT_MAYBE;
}

// A handle that is no thread of this function: a caller's, or one we lost sight of.
static bool handle_is_foreign(Ctx *ctx, State *s, EffectKind kind, ValId handle, Elements elements)
{
	Val v = *val_at(ctx, handle);
	bool foreign = v.unknown;
	for (uint32_t i = 0; i < v.n; i++) {
		Obj o = *obj_at(ctx, v.refs[i].obj);
		Ap ap;
		if (o.kind == OBJ_THREAD || sym_is_uninitialised(ctx, v.refs[i].obj))
			continue;
		if (o.kind == OBJ_FN) { // pthread_self(): the calling thread
			outer_add(ctx, s, kind, val_ref(ctx, v.refs[i].obj, (PathId){0}));
			continue;
		}
		foreign = true;
		PathId path = path_any(ctx, (PathId){o.b}); // a join of one element counts for the array
		if (o.kind == OBJ_SYM && !v.refs[i].path.i && obj_ap(ctx, (ObjId){o.a}, path, &ap))
			outer_put(ctx, s,
			          (Outer){.kind = kind,
			                  .handle = val_ref(ctx, obj_sym(ctx, (ObjId){o.a}, path), (PathId){0}),
			                  .elements = path_inexact(ctx, path) ? elements : (Elements){0}});
	}
	return foreign;
}

// A loop that joins what has no name here may have joined any thread that is held out of sight.
static void note_foreign_join(Ctx *ctx)
{
	for (uint32_t i = 0; i < ctx->loops.n; i++) {
		Loop *loop = &ctx->loops.v[i];
		if (loop->ends_any || !bitset_has(&loop->body, ctx->block))
			continue;
		loop->ends = loop->ends_any = true;
		ctx->loops_grew = true;
	}
}

static bool held_in_array(const Ctx *ctx, const State *s, ObjId thread)
{
	for (uint32_t i = 0; i < s->cells.n; i++)
		if (path_has_index(ctx, s->cells.v[i].path) && val_holds_thread(ctx, s->cells.v[i].val, thread))
			return true;
	return false;
}

// A loop that joins elements may have joined all of them.
static void note_some_joined(Ctx *ctx, ObjId thread)
{
	for (uint32_t i = 0; i < ctx->loops.n; i++) {
		Loop *loop = &ctx->loops.v[i];
		bool known = !bitset_has(&loop->body, ctx->block);
		for (uint32_t k = 0; !known && k < loop->some.n; k++)
			known = loop->some.v[k].i == thread.i;
		if (known)
			continue;
		loop->ends = ctx->loops_grew = true;
		VEC_PUSH(ctx->arena, &loop->some, thread);
	}
}

static uint32_t count_threads(const Ctx *ctx, const Val *v)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < v->n; i++)
		n += obj_at(ctx, v->refs[i].obj)->kind == OBJ_THREAD;
	return n;
}

// A thread whose function never comes back, and does not end its thread either.
static bool never_ends(const Ctx *ctx, ObjId thread)
{
	const Spawned *spawned = spawned_of(ctx, thread);
	const Summary *entry = spawned->entry.i ? flow_summary(ctx->flow, spawned->entry) : NULL;
	return entry && !entry->outcomes.n && !entry->incomplete;
}

// A join that does not come back: of a thread that never ends; or of a handle that no
// create has set, which is undefined, so that such a path says nothing.
static bool join_hangs(const Ctx *ctx, const Val *v)
{
	if (v->n != 1 || v->unknown || v->weak || !range_empty(v->num))
		return false;
	const Obj *o = obj_at(ctx, v->refs[0].obj);
	if (o->kind == OBJ_THREAD)
		return never_ends(ctx, v->refs[0].obj);
	return sym_is_uninitialised(ctx, v->refs[0].obj) && obj_at(ctx, (ObjId){o->a})->kind == OBJ_VAR &&
	       !path_has_index(ctx, (PathId){o->b});
}

// One of many has ended: where the others are detached, all that run are.
static void thread_joins_one(ThreadState *thread)
{
	thread->some_ended = true;
	thread->detached |= thread->older_detached;
}

// A handle that was written over is no longer there to detach the older thread.
static void thread_detach(ThreadState *thread, bool sure, bool some)
{
	bool older = thread->many && !some && !thread->older_detached;
	thread->older_detached |= sure;
	thread->detached |= sure && !older;
}

// END, DETACH or MAYEND of whatever `handle` may hold; `at` tells which
// element of an array of handles that is.
void thread_end(Ctx *ctx, State *s, ValId handle, EffectKind kind, const HandleAt *at)
{
	Val v = *val_at(ctx, handle);
	uint32_t n = count_threads(ctx, &v);
	bool foreign = handle_is_foreign(ctx, s, kind, handle, at->elements);
	s->stuck |= kind == EFFECT_END && join_hangs(ctx, &v);
	if (foreign && kind != EFFECT_DETACH)
		note_foreign_join(ctx);
	for (uint32_t i = 0; i < s->threads.n; i++) {
		ThreadState *thread = &s->threads.v[i];
		thread->fresh &= kind == EFFECT_DETACH;
		bool held = val_holds_thread(ctx, handle, thread->thread);
		bool meant = held || (foreign && handle_is_elsewhere(ctx, s, thread));
		ctx->objs.v[thread->thread.i].let_go |= meant;
		if (!held) {
			if (meant && kind != EFFECT_DETACH)
				thread_demote(thread, THREAD_UNDECIDED);
			continue;
		}
		if (kind != EFFECT_DETACH && (v.weak || held_in_array(ctx, s, thread->thread)))
			note_some_joined(ctx, thread->thread);
		Joined joined = kind == EFFECT_END ? segment_end(ctx, s, thread, at) : JOINED_UNKNOWN;
		if (joined == JOINED_ALL)
			state_end_thread(s, i--);
		else if (joined == JOINED_SOME)
			thread_joins_one(thread);
		else if (kind == EFFECT_DETACH)
			thread_detach(thread, n == 1, v.weak || held_in_array(ctx, s, thread->thread));
		else if (kind == EFFECT_MAYEND || (n > 1 && !v.weak))
			thread_demote(thread, THREAD_UNDECIDED);
		else if (v.weak || !thread->many)
			state_end_thread(s, i--);
		else
			thread_joins_one(thread);
	}
	dump_fact(ctx, UINT32_MAX, "%s threads=%u foreign=%d",
	          kind == EFFECT_END      ? "END"
	          : kind == EFFECT_DETACH ? "DETACH"
	                                  : "MAYEND",
	          n, foreign);
}

void threads_doubt(Ctx *ctx, State *s, ValId handle)
{
	Val v = *val_at(ctx, handle);
	bool foreign = v.unknown;
	for (uint32_t i = 0; i < v.n; i++)
		foreign |= obj_at(ctx, v.refs[i].obj)->kind != OBJ_THREAD && !sym_is_uninitialised(ctx, v.refs[i].obj);
	for (uint32_t i = 0; foreign && i < s->threads.n; i++)
		if (!val_holds_thread(ctx, handle, s->threads.v[i].thread) &&
		    handle_is_elsewhere(ctx, s, &s->threads.v[i]))
			thread_demote(&s->threads.v[i], THREAD_UNDECIDED);
}

static void moves_forget(State *s, ObjId thread)
{
	uint32_t kept = 0;
	for (uint32_t i = 0; i < s->moved.n; i++)
		if (s->moved.v[i].thread.i != thread.i)
			s->moved.v[kept++] = s->moved.v[i];
	s->moved.n = kept;
}

void threads_drop_undecided(State *s)
{
	for (uint32_t i = s->threads.n; i-- > 0;)
		if (s->threads.v[i].status == THREAD_UNDECIDED) {
			moves_forget(s, s->threads.v[i].thread);
			state_end_thread(s, i);
		}
}
