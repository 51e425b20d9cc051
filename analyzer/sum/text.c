// SPDX-License-Identifier: MIT
// text: summaries in, their text form out, one line a fact; parse.c reads it back
// to the same. What a reader can conclude from an effect is not said again.
#include "sum/lex.h"

#include <inttypes.h>

// ---- paths -------------------------------------------------------------------------------------------

static bool is_plain_name(const char *name)
{
	if (!*name || (*name >= '0' && *name <= '9'))
		return false;
	for (; *name; name++)
		if (!((*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z') || (*name >= '0' && *name <= '9') ||
		      *name == '_' || *name == '$'))
			return false;
	return true;
}

static void print_name(Buf *out, const Ir *ir, StrId id)
{
	const char *name = strs_text(&ir->strs, id);
	if (is_plain_name(name))
		buf_puts(out, name);
	else
		buf_quote(out, name, strlen(name));
}

static void print_root(Buf *out, const Ir *ir, Ap ap)
{
	switch (ap.root) {
	case AP_ARG: buf_printf(out, "arg%u", ap.n); break;
	case AP_RET: buf_puts(out, "ret"); break;
	case AP_GLOBAL:
		buf_putc(out, '@');
		print_name(out, ir, ap.name);
		break;
	case AP_FRESH: buf_printf(out, "fresh%u", ap.n); break;
	case AP_LITERAL: buf_puts(out, "literal"); break;
	case AP_RESULT: buf_printf(out, "result%u", ap.n); break;
	}
}

static void print_step(Buf *out, const Ir *ir, const Elem *elem, bool arrow)
{
	switch (elem->kind) {
	case ELEM_FIELD:
		buf_puts(out, arrow ? "->" : ".");
		print_name(out, ir, elem->field);
		break;
	case ELEM_INDEX: buf_printf(out, "[%lld]", (long long)elem->index); break;
	case ELEM_VAR: // a callee's variable means nothing to a caller
	case ELEM_ANY: buf_puts(out, "[*]"); break;
	case ELEM_DEREF: break;
	}
}

// The stars that the dereferences before step `at` need in front: all but the one
// that an arrow says. Sets *arrow when the step is written with one.
static uint32_t stars_before(const Elem *const *steps, uint32_t at, bool *arrow)
{
	uint32_t stars = 0;
	while (stars < at && steps[at - stars - 1]->kind == ELEM_DEREF)
		stars++;
	*arrow = stars > 0 && steps[at]->kind == ELEM_FIELD;
	return stars - *arrow;
}

// `**root`, `(*root)[*]`, `root->f`: stars bind last, so each run of them that is
// followed by a step needs parentheses, opened before the root.
static void print_steps(Buf *out, const Ir *ir, Ap ap, const Elem *const *steps, uint32_t n)
{
	bool arrow;
	uint32_t trailing = 0;
	while (trailing < n && steps[n - trailing - 1]->kind == ELEM_DEREF)
		trailing++;
	for (uint32_t i = 0; i < trailing; i++)
		buf_putc(out, '*');
	for (uint32_t i = n; i-- > 0;) {
		uint32_t stars = steps[i]->kind == ELEM_DEREF ? 0 : stars_before(steps, i, &arrow);
		buf_puts(out, stars ? "(" : "");
		while (stars-- > 0)
			buf_putc(out, '*');
	}
	print_root(out, ir, ap);
	for (uint32_t i = 0; i < n; i++) {
		if (steps[i]->kind == ELEM_DEREF)
			continue;
		buf_puts(out, stars_before(steps, i, &arrow) ? ")" : "");
		print_step(out, ir, steps[i], arrow);
	}
}

void sum_print_ap(Buf *out, const Ir *ir, Ap ap)
{
	uint32_t n = path_elem(&ir->paths, ap.path)->depth;
	const Elem **steps = ARENA_ARRAY(out->arena, const Elem *, n + 1);
	PathId at = ap.path;
	for (uint32_t i = n; i-- > 0; at = steps[i]->parent)
		steps[i] = path_elem(&ir->paths, at);
	print_steps(out, ir, ap, steps, n);
}

// ---- values and guards --------------------------------------------------------------------------------

static bool range_is(Range r, int64_t lo, int64_t hi) { return r.lo == lo && r.hi == hi; }

static void print_range(Buf *out, Range r)
{
	if (range_empty(r)) {
		buf_puts(out, "none");
		return;
	}
	if (r.lo == r.hi) {
		buf_printf(out, "%lld", (long long)r.lo);
		return;
	}
	if (!r.has_ne || !range_is(r, INT64_MIN, INT64_MAX)) {
		if (r.lo != INT64_MIN)
			buf_printf(out, "%lld", (long long)r.lo);
		buf_puts(out, "..");
		if (r.hi != INT64_MAX)
			buf_printf(out, "%lld", (long long)r.hi);
	}
	if (r.has_ne)
		buf_printf(out, "!%lld", (long long)r.ne);
}

static void print_ref(Buf *out, const Ir *ir, const SumRef *ref)
{
	switch (ref->kind) {
	case REF_FN:
		buf_puts(out, "@@");
		print_name(out, ir, ref->fn);
		break;
	case REF_ADDR:
		buf_putc(out, '&');
		sum_print_ap(out, ir, ref->ap);
		break;
	case REF_VALUE:
		sum_print_ap(out, ir, ref->ap);
		if (ref->plus)
			buf_printf(out, " %c %lld", ref->plus < 0 ? '-' : '+',
			           ref->plus < 0 ? -(long long)ref->plus : (long long)ref->plus);
		break;
	}
}

void sum_print_val(Buf *out, const Ir *ir, const SumVal *value)
{
	const char *bar = "";
	if (!range_empty(value->num) || (value->refs.n == 0 && !value->unknown)) {
		print_range(out, value->num);
		bar = " | ";
	}
	for (uint32_t i = 0; i < value->refs.n; i++) {
		buf_puts(out, bar);
		print_ref(out, ir, &value->refs.v[i]);
		bar = " | ";
	}
	if (value->unknown)
		buf_printf(out, "%s?", bar);
}

static void print_guard(Buf *out, const Ir *ir, const Guard *guard)
{
	Range r = guard->range;
	sum_print_ap(out, ir, guard->ap);
	if (guard->than) {
		buf_puts(out, r.has_ne ? "!=" : "==");
		print_ref(out, ir, guard->than);
	} else if (r.has_ne && range_is(r, INT64_MIN, INT64_MAX)) {
		buf_printf(out, "!=%lld", (long long)r.ne);
	} else if (!r.has_ne && r.lo == INT64_MIN && r.hi != INT64_MAX && r.lo != r.hi) {
		buf_printf(out, "<=%lld", (long long)r.hi);
	} else if (!r.has_ne && r.hi == INT64_MAX && r.lo != INT64_MIN && r.lo != r.hi) {
		buf_printf(out, ">=%lld", (long long)r.lo);
	} else {
		buf_puts(out, "==");
		print_range(out, r);
	}
}

static void print_guards(Buf *out, const Ir *ir, const char *word, const Guards *guards)
{
	buf_printf(out, "%s%s", word, guards->n ? " " : " always");
	for (uint32_t i = 0; i < guards->n; i++) {
		buf_puts(out, i ? " and " : "");
		print_guard(out, ir, &guards->v[i]);
	}
	buf_putc(out, '\n');
}

// ---- touches and effects -------------------------------------------------------------------------------

static const char *const gate_words[] = {"", "gated ", "gated again "};

static void print_after(Buf *out, uint16_t after)
{
	if (after)
		buf_puts(out, "after_signal");
	const char *sign = "=";
	for (uint32_t i = 0; after != AFTER_ALL && i < MAX_SIGNALS; i++)
		if (after >> i & 1) {
			buf_printf(out, "%s%u", sign, i);
			sign = "+";
		}
	buf_puts(out, after ? " " : "");
}

static void print_touch(Buf *out, const Ir *ir, const char *indent, const char *word, const Touch *touch)
{
	buf_printf(out, "%s%s ", indent, word);
	const char *plus = "";
	for (const TouchWord *kind = touch_words; kind->word; kind++) {
		if (!(touch->kind & kind->kind))
			continue;
		buf_printf(out, "%s%s", plus, kind->word);
		plus = "+";
	}
	buf_printf(out, " %s%s%s%s%s", touch->assumed ? "assumed " : "", touch->wakes ? "wakes " : "",
	           touch->locked ? "locked " : "", touch->atomic ? "atomic " : "", touch->part ? "part " : "");
	if (touch->valued)
		buf_printf(out, "value=%" PRId64 " ", touch->value);
	buf_puts(out, gate_words[touch->gates]);
	print_after(out, touch->after);
	sum_print_ap(out, ir, touch->place);
	if (touch->behind)
		print_guards(out, ir, " behind", touch->behind);
	else
		buf_putc(out, '\n');
}

static void print_elements(Buf *out, Elements elements)
{
	if (!elements.told)
		return;
	buf_puts(out, " elements=");
	print_range(out, elements.range);
}

static void print_spawn(Buf *out, const Ir *ir, const SpawnEffect *spawn)
{
	buf_puts(out, " entry=");
	sum_print_val(out, ir, &spawn->entry);
	buf_puts(out, " payload=");
	sum_print_val(out, ir, &spawn->payload);
	for (uint32_t i = 0; i < spawn->more.n; i++) {
		buf_puts(out, " payload=");
		sum_print_val(out, ir, &spawn->more.v[i]);
	}
	for (uint32_t i = 0; i < spawn->handles.n; i++) {
		buf_puts(out, " handle=");
		sum_print_ap(out, ir, spawn->handles.v[i]);
	}
	print_elements(out, spawn->elements);
	if (spawn->entry_name.i) {
		buf_puts(out, " name=");
		print_name(out, ir, spawn->entry_name);
	}
	if (spawn->has_detached_if) {
		buf_puts(out, " detached=");
		sum_print_val(out, ir, &spawn->detached_if);
	}
	buf_printf(out, "%s%s%s%s", spawn->scoped ? " scoped" : "", spawn->detached ? " detached" : "",
	           spawn->handle_lost ? " handle_lost" : "", spawn->maybe_ended ? " maybe_ended" : "");
	if (spawn->assumes != ASSUME_NOTHING)
		buf_printf(out, " assumes=%s", assumption_words[spawn->assumes]);
	buf_printf(out, "%s%s%s%s%s", spawn->undecided ? " undecided" : "", spawn->signals ? " signals" : "",
	           spawn->locks ? " locks" : "", spawn->pooled ? " pooled" : "", spawn->later ? " later" : "");
}

static void print_call(Buf *out, const Ir *ir, const Effect *effect)
{
	buf_printf(out, " %s", gate_words[effect->gates]);
	print_after(out, effect->after);
	sum_print_val(out, ir, &effect->value);
	buf_putc(out, '(');
	for (uint32_t i = 0; i < effect->args.n; i++) {
		buf_puts(out, i ? ", " : "");
		sum_print_val(out, ir, &effect->args.v[i]);
	}
	buf_putc(out, ')');
}

static void print_operands(Buf *out, const Ir *ir, const Effect *effect)
{
	switch (effect->kind) {
	case EFFECT_SPAWN: print_spawn(out, ir, effect->spawn); break;
	case EFFECT_CALL: print_call(out, ir, effect); break;
	case EFFECT_END:
	case EFFECT_DETACH:
	case EFFECT_MAYEND:
		print_elements(out, effect->elements);
		buf_puts(out, " thread=");
		sum_print_val(out, ir, &effect->value);
		break;
	case EFFECT_STORE:
	case EFFECT_COPY:
		buf_puts(out, effect->weak ? " weak " : " ");
		sum_print_ap(out, ir, effect->place);
		buf_puts(out, " <- ");
		sum_print_val(out, ir, &effect->value);
		break;
	case EFFECT_FREE:
	case EFFECT_ATEXIT:
	case EFFECT_ESCAPE:
		buf_printf(out, "%s%s ", effect->weak ? " weak" : "", effect->counted ? " counted" : "");
		sum_print_val(out, ir, &effect->value);
		break;
	case EFFECT_READ:
	case EFFECT_WRITE:
	case EFFECT_WAIT:
		buf_printf(out, " %s%s%s", waiting_words[effect->wait], effect->wait != WAIT_SURE ? " " : "",
		           effect->again ? "again " : "");
		sum_print_ap(out, ir, effect->place);
		break;
	case EFFECT_LOCK:
	case EFFECT_UNLOCK:
	case EFFECT_SIGNAL:
	case EFFECT_DESTROY:
		buf_printf(out, "%s%s ", effect->weak ? " weak" : "", effect->counted ? " counted" : "");
		sum_print_ap(out, ir, effect->place);
		break;
	}
}

static void print_effect(Buf *out, const Ir *ir, const char *indent, const Effect *effect)
{
	static const char *const effect_words[] = {
#define EFFECT(NAME, word, form, doc) [EFFECT_##NAME] = word,
#include "sum/effects.def"
	};
	buf_printf(out, "%s%s", indent, effect_words[effect->kind]);
	print_operands(out, ir, effect);
	buf_putc(out, '\n');
	if (effect->kind != EFFECT_SPAWN)
		return;
	const SpawnEffect *spawn = effect->spawn;
	const char *deeper = indent[2] ? "      " : "    ";
	for (uint32_t i = 0; i < spawn->lends.n; i++)
		print_touch(out, ir, deeper, "lends", &spawn->lends.v[i]);
	for (uint32_t i = 0; i < spawn->frees.n; i++)
		print_touch(out, ir, deeper, "frees", &spawn->frees.v[i]);
}

// ---- outcomes and the whole ----------------------------------------------------------------------------

static void print_case(Buf *out, const Ir *ir, const Outcome *outcome)
{
	print_guards(out, ir, "  case", &outcome->guards);
	for (uint32_t i = 0; i < outcome->ways.n; i++)
		print_guards(out, ir, "    way", &outcome->ways.v[i]);
}

static void print_outcome(Buf *out, const Ir *ir, const char *indent, const Outcome *outcome)
{
	for (uint32_t i = 0; i < outcome->effects.n; i++)
		print_effect(out, ir, indent, &outcome->effects.v[i]);
	if (!outcome->ret.unknown || outcome->ret.refs.n || !range_empty(outcome->ret.num)) {
		buf_printf(out, "%sret <- ", indent);
		sum_print_val(out, ir, &outcome->ret);
		buf_putc(out, '\n');
	}
	switch (outcome->kind) {
	case OUTCOME_RETURN: break;
	case OUTCOME_EXIT_THREAD: buf_printf(out, "%sexit_thread\n", indent); break;
	case OUTCOME_LONGJMP: buf_printf(out, "%slongjmp\n", indent); break;
	}
}

static void print_outcomes(Buf *out, const Ir *ir, const Summary *summary)
{
	if (summary->outcomes.n == 0)
		buf_puts(out, "  noreturn\n");
	bool alone = summary->outcomes.n == 1 && !summary->outcomes.v[0].guards.n && !summary->outcomes.v[0].ways.n;
	for (uint32_t i = 0; i < summary->outcomes.n; i++) {
		if (!alone)
			print_case(out, ir, &summary->outcomes.v[i]);
		print_outcome(out, ir, alone ? "  " : "    ", &summary->outcomes.v[i]);
	}
}

// What the printed effects say by themselves.
typedef struct Implied {
	Arena *arena;
	VEC(Touch) uses;
	VEC(bool) pointee;
	bool waits, all_signals; // every signal is printed, in its order: numbers speak of them
} Implied;

static void imply_use(void *context, Ap ap, bool pointee, TouchKind kind)
{
	Implied *implied = context;
	VEC_PUSH(implied->arena, &implied->uses, ((Touch){.place = ap, .kind = kind}));
	VEC_PUSH(implied->arena, &implied->pointee, pointee);
}

static void imply_all(const Ir *ir, const Summary *summary, Implied *implied)
{
	for (uint32_t i = 0; i < summary->outcomes.n; i++) {
		const Outcome *outcome = &summary->outcomes.v[i];
		for (uint32_t j = 0; j < outcome->effects.n; j++) {
			const Effect *effect = &outcome->effects.v[j];
			sum_each_use(ir, effect, imply_use, implied);
			implied->waits |= effect->kind == EFFECT_WAIT;
			implied->all_signals |= effect->after != 0;
		}
		sum_each_value_use(ir, &outcome->ret, imply_use, implied);
	}
}

static bool touch_is_implied(const Ir *ir, const Implied *implied, const Touch *touch)
{
	const Elem *last = path_elem(&ir->paths, touch->place.path);
	Ap pointer = touch->place; // `place` is what this points to, when it ends with a dereference
	pointer.path = last->parent;
	bool deref = touch->place.path.i != 0 && last->kind == ELEM_DEREF;
	if (touch->assumed || touch->wakes || touch->locked || touch->valued || touch->gates || touch->after ||
	    touch->behind || (touch->kind == TOUCH_SIGNAL && implied->all_signals))
		return false;
	for (uint32_t i = 0; i < implied->uses.n; i++) {
		const Touch *use = &implied->uses.v[i];
		if (use->kind == touch->kind &&
		    (implied->pointee.v[i] ? deref && ap_equal(use->place, pointer) : ap_equal(use->place, touch->place)))
			return true;
	}
	return false;
}

void sum_print(Buf *out, const Ir *ir, const Summary *summary)
{
	Implied implied = {.arena = out->arena};
	imply_all(ir, summary, &implied);
	buf_puts(out, "fn ");
	print_name(out, ir, summary->name);
	buf_putc(out, '\n');
	print_outcomes(out, ir, summary);
	for (uint32_t i = 0; i < summary->touches.n; i++)
		implied.all_signals |= summary->touches.v[i].after && summary->touches.v[i].after != AFTER_ALL;
	for (uint32_t i = 0; i < summary->touches.n; i++)
		if (!touch_is_implied(ir, &implied, &summary->touches.v[i]))
			print_touch(out, ir, "  ", "touch", &summary->touches.v[i]);
	if (summary->signals)
		buf_puts(out, "  signals\n");
	if (summary->waits_unnamed || (summary->waits && !implied.waits))
		buf_puts(out, "  waits\n");
	if (summary->asks)
		buf_puts(out, "  asks\n");
	if (summary->opaque)
		buf_puts(out, "  opaque\n");
	if (!summary->incomplete)
		return;
	buf_puts(out, summary->why.i ? "  incomplete " : "  incomplete");
	if (summary->why.i)
		print_name(out, ir, summary->why);
	buf_putc(out, '\n');
}

const char *sum_text(const Ir *ir, const Summary *summary, Arena *arena)
{
	Buf text = {.arena = arena};
	sum_print(&text, ir, summary);
	return text.text ? text.text : "";
}
