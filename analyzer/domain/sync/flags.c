// SPDX-License-Identifier: MIT
// Flags: memory that a thread writes and this one tests. A test that comes out otherwise than
// it would have, had nobody written, tells that the thread has come so far.
#include "domain/sync/sync.h"

void flag_note(Ctx *ctx, const State *s, ObjId home, Ref place, ValId old)
{
	Range range = val_range(ctx, s, old);
	Obj *o = &ctx->objs.v[home.i];
	if (o->more) {
		Flag *flag = &ctx->flags.v[o->more - 1];
		bool same = ref_equal(flag->place, place); // the payload may be another on another path
		flag->old = same ? range_join(flag->old, range) : RANGE_ALL;
		flag->held = same && flag->held.i == old.i ? old : (ValId){0};
		return;
	}
	VEC_PUSH(ctx->arena, &ctx->flags, ((Flag){.home = home, .place = place, .old = range, .held = old}));
	o->more = ctx->flags.n;
}

static const Flag *flag_of(const Ctx *ctx, ObjId sym)
{
	const Obj *o = obj_at(ctx, sym);
	if (o->kind != OBJ_SYM || obj_at(ctx, o->root)->doubt != DOUBT_THREAD)
		return NULL;
	uint32_t more = obj_at(ctx, o->root)->more;
	return more ? &ctx->flags.v[more - 1] : NULL;
}

// Whether the thread may not have written yet: no wait has told, and no lock orders it.
static bool writes_freely(const Ctx *ctx, const ThreadState *thread, Ref place)
{
	bool writes = false;
	for (uint32_t i = 0; i < thread->loans.n; i++) {
		const Loan *loan = &ctx->loans.v[thread->loans.v[i].i];
		if (!(loan->kind & (TOUCH_WRITE | LOAN_STORE)) || !ref_equal((Ref){loan->obj, loan->path}, place))
			continue;
		if (loan->touch->locked || loan->touch->atomic || loan->touch->assumed || loan->gates)
			return false;
		writes = true;
	}
	return writes && thread->status == THREAD_RUNNING && !thread->many;
}

ValId flag_held(const Ctx *ctx, const State *s, ValId val)
{
	const Val *v = val_at(ctx, val);
	const Obj *sym = v->n == 1 && !v->weak && range_empty(v->num) ? obj_at(ctx, v->refs[0].obj) : NULL;
	const Flag *flag = sym ? flag_of(ctx, v->refs[0].obj) : NULL;
	bool read = flag && sym->a == flag->home.i && !sym->b && !v->refs[0].path.i;
	for (uint32_t i = 0; read && i < s->threads.n; i++)
		if (writes_freely(ctx, &s->threads.v[i], flag->place))
			return flag->held;
	return (ValId){0};
}

static bool writes_at(const Ctx *ctx, const ThreadState *thread, Ref place)
{
	for (uint32_t i = 0; i < thread->loans.n; i++) {
		const Loan *loan = &ctx->loans.v[thread->loans.v[i].i];
		if (loan->kind & (TOUCH_WRITE | LOAN_STORE) && ref_overlaps(ctx, (Ref){loan->obj, loan->path}, place))
			return true;
	}
	return false;
}

static bool is_written(const Ctx *ctx, const State *s, Ref place)
{
	for (uint32_t i = 0; i < s->threads.n; i++)
		if (writes_at(ctx, &s->threads.v[i], place))
			return true;
	return false;
}

bool flag_changes(const Ctx *ctx, const State *s, ObjId sym)
{
	if (!ctx->flags.n || !s->threads.n)
		return false;
	const Flag *flag = flag_of(ctx, sym);
	if (flag)
		return is_written(ctx, s, flag->place);
	const Obj *o = obj_at(ctx, sym);
	for (int side = 0; o->kind == OBJ_EXPR && side < 2; side++) {
		const Val *v = val_at(ctx, (ValId){side ? o->c : o->b});
		for (uint32_t i = 0; i < v->n; i++)
			if (flag_changes(ctx, s, v->refs[i].obj))
				return true;
	}
	return false;
}

bool flag_before(const Ctx *ctx, const State *s, const Cell *cell, Range *old)
{
	const Val *v = val_at(ctx, cell->val);
	const Flag *flag = v->n == 1 && !v->unknown && range_empty(v->num) ? flag_of(ctx, v->refs[0].obj) : NULL;
	const Obj *o = flag ? obj_at(ctx, v->refs[0].obj) : NULL;
	if (!o || o->a != flag->home.i || o->b || !ref_equal(flag->place, (Ref){cell->obj, cell->path}) ||
	    !is_written(ctx, s, flag->place))
		return false;
	*old = flag->old;
	return !range_equal(*old, RANGE_ALL);
}

// The value as it would be if no thread had written yet, or `now` were in the flag. The flags
// in it are noted in `test`.
ValId val_before(Ctx *ctx, const State *s, ValId val, FlagTest *test, const Range *now)
{
	Val v = *val_at(ctx, val), rest = v;
	ValId out = {0};
	rest.n = 0;
	for (uint32_t i = 0; i < v.n; i++) {
		Obj o = *obj_at(ctx, v.refs[i].obj);
		const Flag *flag = flag_of(ctx, v.refs[i].obj);
		ValId part = val_ref(ctx, v.refs[i].obj, v.refs[i].path);
		if (flag) {
			bool whole = o.a == flag->home.i && !o.b;
			Val old = {.num = !whole ? RANGE_ALL : now ? *now : flag->old};
			test->several |= test->flag && test->flag != flag;
			test->vague |= !whole;
			test->flag = flag;
			part = val_intern(ctx, &old);
		} else if (o.kind == OBJ_EXPR) {
			ValId a = val_before(ctx, s, (ValId){o.b}, test, now), b = val_before(ctx, s, (ValId){o.c}, test, now);
			part = calc(ctx, s, (CalcOp)o.a, a, b);
		}
		out = val_join(ctx, out, part, WIDEN_NONE);
	}
	if (rest.unknown || !range_empty(rest.num))
		out = val_join(ctx, out, val_intern(ctx, &rest), WIDEN_NONE);
	return out;
}

FlagTest flag_test(Ctx *ctx, const State *s, ValId a, ValId b)
{
	FlagTest test = {.a = a, .b = b, .read = {a, b}};
	if (!ctx->flags.n || !s->threads.n)
		return test;
	test.a = val_before(ctx, s, a, &test, NULL);
	test.b = val_before(ctx, s, b, &test, NULL);
	return test;
}

// The thread has set its flag. All that comes before is over; of what comes after, more than
// one signal tells nothing.
static void flag_is_set(Ctx *ctx, const State *s, ThreadState *thread, const Told *told, bool trusted, Look look)
{
	Places places = {.n = 1, .v = {told->test->flag->place}};
	Match match = match_thread(ctx, s, thread, &places, told);
	if (!match.sure && match.maybe)
		thread_demote(thread, THREAD_UNDECIDED);
	else if (match.sure && (!match.locked || trusted || lock_shared(ctx, s, thread)))
		give_back(ctx, thread, match.signals);
	else if (look != LOOK_CHANCE)
		thread_assume(thread, ASSUME_FLAG);
	if (match.repeated && !thread->spent)
		thread_demote(thread, THREAD_UNDECIDED);
}

// Some thread has written the flag.
static void flag_written(Ctx *ctx, State *s, const Told *told, bool trusted, Look look)
{
	Ref place = told->test->flag->place;
	uint32_t writers = 0;
	for (uint32_t i = 0; i < s->threads.n; i++)
		if (writes_at(ctx, &s->threads.v[i], place))
			writers += s->threads.v[i].many ? 2 : 1;
	for (uint32_t i = 0; i < s->threads.n; i++) {
		ThreadState *thread = &s->threads.v[i];
		if (!writes_at(ctx, thread, place))
			continue;
		Match match = match_thread(ctx, s, thread, &(Places){.n = 1, .v = {place}}, told);
		if (writers > 1)
			give_back_perhaps(ctx, thread, match.sure ? match.signals : 0, match.repeated);
		else
			flag_is_set(ctx, s, thread, told, trusted, look);
	}
}

// Some thread may have written the place, which makes a loop end: whoever it was, and whoever
// that one may have waited for.
static void flag_doubted(Ctx *ctx, State *s, Ref place)
{
	bool chained = false;
	Match *match = ARENA_ARRAY(ctx->arena, Match, s->threads.n + 1);
	for (uint32_t i = 0; i < s->threads.n; i++) {
		match[i] = match_thread(ctx, s, &s->threads.v[i], &(Places){.n = 1, .v = {place}}, NULL);
		chained |= s->threads.v[i].waits && (match[i].sure || match[i].maybe || match[i].vague);
	}
	for (uint32_t i = 0; i < s->threads.n; i++)
		if (match[i].sure || match[i].maybe || match[i].vague || chained)
			give_back_perhaps(ctx, &s->threads.v[i], match[i].sure ? match[i].signals : 0, match[i].repeated);
}

// A count that threads take down too: who comes last is not known, but that somebody does.
static void count_tested(Ctx *ctx, State *s, Ref place)
{
	Obj count;
	if (!val_is_count(ctx, cell_read(ctx, s, place.obj, place.path), &count))
		return;
	for (uint32_t i = 0; i < s->threads.n; i++)
		s->threads.v[i].counted |= writes_at(ctx, &s->threads.v[i], place);
}

// The test that decides on a join may be of what the thread wrote.
static void flag_assumed(const Ctx *ctx, State *s, Ref place)
{
	for (uint32_t i = 0; i < s->threads.n; i++)
		if (writes_at(ctx, &s->threads.v[i], place))
			thread_assume(&s->threads.v[i], ASSUME_FLAG);
}

// A loop ends by a number that the thread may have put there, or that was there before.
static bool ends_by_number(Ctx *ctx, const State *s, const FlagTest *test)
{
	Range a = val_range(ctx, s, test->read[0]), b = val_range(ctx, s, test->read[1]);
	bool number = a.lo == a.hi || b.lo == b.hi;
	return number && !test->several && !test->vague;
}

static void writers_doubted(const Ctx *ctx, State *s, Ref place)
{
	for (uint32_t i = 0; i < s->threads.n; i++)
		if (writes_at(ctx, &s->threads.v[i], place))
			thread_demote(&s->threads.v[i], THREAD_UNDECIDED);
}

// Where a loop has polled the flag, and perhaps ended for another reason, whoever looks at it
// again asks what the loop did.
static bool flag_polled(Ctx *ctx, const Flag *flag, bool leaves)
{
	Flag *own = &ctx->flags.v[flag - ctx->flags.v];
	own->polled |= leaves;
	return own->polled;
}

// What the flag held was written to one of several elements: each of them may have held it, or not.
static bool held_by_some(const Ctx *ctx, const Flag *flag)
{
	return flag->held.i && val_at(ctx, flag->held)->weak;
}

void flag_edge(Ctx *ctx, State *s, const FlagTest *test, CalcOp cmp, bool truth, Look look)
{
	if (!test->flag || !is_written(ctx, s, test->flag->place))
		return;
	Range before = val_range(ctx, s, calc(ctx, s, cmp, test->a, test->b));
	bool known = before.lo == before.hi;
	count_tested(ctx, s, test->flag->place);
	bool polled = flag_polled(ctx, test->flag, look == LOOK_WAIT);
	if (known && (before.lo != 0) != truth && !test->several)
		flag_written(ctx, s, &(Told){.test = test, .compares = true, .cmp = cmp, .truth = truth}, false,
		             polled ? LOOK_WAIT : look);
	else if (look == LOOK_WAIT && (!known || (before.lo != 0) != truth)) {
		flag_doubted(ctx, s, test->flag->place);
		if (ends_by_number(ctx, s, test))
			flag_assumed(ctx, s, test->flag->place);
	} else if (look == LOOK_JOIN && test->vague)
		flag_assumed(ctx, s, test->flag->place);
	else if (!known && held_by_some(ctx, test->flag))
		writers_doubted(ctx, s, test->flag->place);
}

// The value that is waited for lies where threads write, and may come from what another wrote.
static void place_doubted(Ctx *ctx, State *s, ValId val, const Places *at, const Flag *flag)
{
	bool number = !val_at(ctx, val)->n && !val_at(ctx, val)->unknown;
	for (uint32_t k = 0; k < at->n && !number; k++)
		if (!(flag && ref_equal(at->v[k], flag->place)) && is_written(ctx, s, at->v[k]))
			flag_doubted(ctx, s, at->v[k]);
}

void flag_in_range(Ctx *ctx, State *s, ValId val, const Places *at, Range range, Look look)
{
	FlagTest test = flag_test(ctx, s, val, val);
	if (look == LOOK_WAIT)
		place_doubted(ctx, s, val, at, test.flag);
	if (!test.flag || !is_written(ctx, s, test.flag->place))
		return;
	Range before = val_range(ctx, s, test.a), both = range_meet(before, range);
	bool polled = flag_polled(ctx, test.flag, look == LOOK_WAIT);
	if (range_empty(both) && !test.several)
		flag_written(ctx, s, &(Told){.test = &test, .range = range}, true, polled ? LOOK_WAIT : look);
	else if (look == LOOK_WAIT && !range_equal(both, before))
		flag_doubted(ctx, s, test.flag->place);
	else if (look == LOOK_JOIN && test.vague)
		flag_assumed(ctx, s, test.flag->place);
	else if (test.vague &&
	         !range_equal(both, before)) // the thread writes somewhere in the object: what is there is not known
		writers_doubted(ctx, s, test.flag->place);
}
