// SPDX-License-Identifier: MIT
// parse: the text form in, summaries out. One function a line of the grammar in
// docs/summaries.md; `fn` collects the lines of a stanza, then `when` and `case`
// become outcomes. Limits on sizes and depths keep hostile text harmless.
#include "sum/lex.h"

enum {
	PATH_STEPS_MAX = 16, // of one path
	NESTING_MAX = 32,    // of parentheses and stars in one path
	NUMBERED_MAX = 255,  // argN, freshN, resultN
};

typedef enum LineKind { LINE_EFFECT, LINE_RET, LINE_NORETURN, LINE_EXIT_THREAD, LINE_LONGJMP } LineKind;

typedef struct Line {
	LineKind kind;
	Effect effect;
	SumVal ret;
	bool conditional; // it has a `when`
	Guard when;
	Tok at, when_at;
} Line;

// The lines of one `case`, or of the whole stanza when it has none.
typedef struct Draft {
	Guards guards;
	Ways ways;
	VEC(Line) lines;
} Draft;

typedef struct Parser {
	Lex lex;
	Sums *sums;
	Ir *ir;
	Arena *arena;
	Map seen;         // names of this text -> the line of their `fn`
	VEC(StrId) names; // of the stanza that is being read, as is all below
	Summary sum;
	VEC(Draft) drafts;
	bool has_case;
	SpawnEffect *spawn; // of the line before, for `lends`
	Map touches;        // hash of a touch -> its index in sum.touches
} Parser;

// ---- names and paths --------------------------------------------------------------------------

static bool parse_name(Parser *p, const char *what, StrId *out)
{
	const Tok *tok = &p->lex.tok;
	if (tok->kind == TOK_WORD) {
		*out = strs_intern(&p->ir->strs, tok->at, tok->len);
	} else if (tok->kind == TOK_STRING) {
		Buf name = {.arena = p->arena};
		if (!buf_unquote(&name, tok->at, tok->at + tok->len))
			return lex_fail(&p->lex, tok, "an escape in the quoted name is none of \\\" \\\\ \\n \\t \\xHH");
		if (name.len == 0 || memchr(name.text, '\0', name.len))
			return lex_fail(&p->lex, tok, "a name is not empty and holds no zero byte");
		*out = strs_intern(&p->ir->strs, name.text, name.len);
	} else {
		return lex_fail_expected(&p->lex, what);
	}
	lex_next(&p->lex);
	return true;
}

static bool push_step(Parser *p, Ap *ap, const Tok *at, ElemKind kind, StrId field, int64_t index)
{
	if (path_elem(&p->ir->paths, ap->path)->depth >= PATH_STEPS_MAX)
		return lex_fail(&p->lex, at, "a path has at most %d steps", PATH_STEPS_MAX);
	ap->path = path_push(&p->ir->paths, ap->path, kind, field, index);
	return true;
}

// `word` followed by a number, as in arg12; false when the token is nothing of the kind.
static bool tok_numbered(const Tok *tok, const char *word, uint32_t *number)
{
	size_t len = strlen(word);
	if (tok->kind != TOK_WORD || tok->len <= len || tok->len > len + 3 || memcmp(tok->at, word, len) != 0)
		return false;
	*number = 0;
	for (size_t i = len; i < tok->len; i++) {
		if (tok->at[i] < '0' || tok->at[i] > '9')
			return false;
		*number = *number * 10 + (uint32_t)(tok->at[i] - '0');
	}
	return *number <= NUMBERED_MAX && (tok->at[len] != '0' || tok->len == len + 1);
}

static bool parse_root(Parser *p, Ap *ap)
{
	Lex *lex = &p->lex;
	if (lex_take(lex, "@")) {
		ap->root = AP_GLOBAL;
		return parse_name(p, "the name of an object", &ap->name);
	}
	if (tok_numbered(&lex->tok, "arg", &ap->n)) {
		ap->root = AP_ARG;
	} else if (tok_numbered(&lex->tok, "fresh", &ap->n)) {
		ap->root = AP_FRESH;
		if (p->sum.nfresh <= ap->n)
			p->sum.nfresh = ap->n + 1;
	} else if (tok_numbered(&lex->tok, "result", &ap->n)) {
		ap->root = AP_RESULT;
	} else if (lex_is(lex, "ret")) {
		ap->root = AP_RET;
	} else if (lex_is(lex, "literal")) {
		ap->root = AP_LITERAL;
	} else {
		return lex_fail_expected(lex, "a place (arg0, *arg0, ret, fresh0, result0, literal, @name)");
	}
	lex_next(lex);
	return true;
}

static bool parse_subscript(Parser *p, Ap *ap, const Tok *at)
{
	int64_t index = 0;
	bool any = lex_take(&p->lex, "*");
	if (!any && !lex_int(&p->lex, &index))
		return false;
	return push_step(p, ap, at, any ? ELEM_ANY : ELEM_INDEX, (StrId){0}, index) && lex_expect(&p->lex, "]");
}

// As in C: postfix steps bind before stars.
static bool parse_nested_place(Parser *p, Ap *ap, int depth)
{
	Lex *lex = &p->lex;
	Tok at = lex->tok;
	StrId field;
	if (depth > NESTING_MAX)
		return lex_fail(lex, &lex->tok, "the path is nested too deeply");
	if (lex_take(lex, "*"))
		return parse_nested_place(p, ap, depth + 1) && push_step(p, ap, &at, ELEM_DEREF, (StrId){0}, 0);
	if (lex_take(lex, "(")) {
		if (!parse_nested_place(p, ap, depth + 1) || !lex_expect(lex, ")"))
			return false;
	} else if (!parse_root(p, ap)) {
		return false;
	}
	for (;;) {
		at = lex->tok;
		bool arrow = lex_is(lex, "->");
		if (arrow || lex_is(lex, ".")) {
			lex_next(lex);
			if ((arrow && !push_step(p, ap, &at, ELEM_DEREF, (StrId){0}, 0)) || !parse_name(p, "a field", &field) ||
			    !push_step(p, ap, &at, ELEM_FIELD, field, 0))
				return false;
		} else if (lex_take(lex, "[")) {
			if (!parse_subscript(p, ap, &at))
				return false;
		} else {
			return true;
		}
	}
}

static bool parse_place(Parser *p, Ap *ap)
{
	*ap = (Ap){0};
	if (lex_is(&p->lex, "@@"))
		return lex_fail(&p->lex, &p->lex.tok, "a function is a value and no place; an object is @name");
	return parse_nested_place(p, ap, 0);
}

// ---- values and guards ----------------------------------------------------------------------------

// `+ 1`, `- 1` behind a place.
static bool parse_plus(Parser *p, int32_t *plus)
{
	Lex *lex = &p->lex;
	int64_t n, sign = lex_is(lex, "+") ? 1 : lex_is(lex, "-") ? -1 : 0;
	if (!sign)
		return true;
	lex_next(lex);
	Tok at = lex->tok;
	if (lex_is(lex, "-"))
		return lex_fail_expected(lex, "a number");
	if (!lex_int(lex, &n))
		return false;
	if (n > INT32_MAX)
		return lex_fail(lex, &at, "at most %d can be added", INT32_MAX);
	*plus = (int32_t)(sign * n);
	return true;
}

static bool parse_ref(Parser *p, SumRef *ref)
{
	*ref = (SumRef){.kind = REF_VALUE};
	if (lex_take(&p->lex, "@@")) {
		ref->kind = REF_FN;
		return parse_name(p, "the name of a function", &ref->fn);
	}
	if (lex_take(&p->lex, "&"))
		ref->kind = REF_ADDR;
	return parse_place(p, &ref->ap) && (ref->kind == REF_ADDR || parse_plus(p, &ref->plus));
}

static bool parse_alternative(Parser *p, SumVal *value)
{
	Lex *lex = &p->lex;
	SumRef ref;
	if (lex_take(lex, "?")) {
		value->unknown = true;
		return true;
	}
	if (lex_take(lex, "none"))
		return true;
	if (lex_at_range(lex)) {
		if (!range_empty(value->num))
			return lex_fail(lex, &lex->tok, "a value holds one range of numbers; write lo..hi");
		return lex_range(&p->lex, &value->num);
	}
	if (!parse_ref(p, &ref))
		return false;
	VEC_PUSH(p->arena, &value->refs, ref);
	return true;
}

static bool parse_value(Parser *p, SumVal *value)
{
	*value = (SumVal){.num = RANGE_EMPTY};
	do {
		if (!parse_alternative(p, value))
			return false;
	} while (lex_take(&p->lex, "|"));
	return true;
}

// `== *arg1`, `!= @@f`: another value on the right.
static bool parse_guard(Parser *p, Guard *guard)
{
	Lex *lex = &p->lex;
	*guard = (Guard){0};
	if (!parse_place(p, &guard->ap))
		return false;
	bool equal = lex_is(lex, "=="), differs = lex_is(lex, "!=");
	Lex before = *lex;
	if (!equal && !differs)
		return lex_comparison(lex, &guard->range);
	lex_next(lex);
	if (!lex_at_value(lex)) {
		*lex = before;
		return lex_comparison(lex, &guard->range);
	}
	if (guard->ap.root == AP_RET)
		return lex_fail(lex, &lex->tok, "what is returned is said by 'ret <-'");
	SumRef *than = ARENA_NEW(p->arena, SumRef);
	guard->than = than;
	guard->range = equal ? (Range){0} : range_without(RANGE_ALL, 0);
	return parse_ref(p, than);
}

// ---- touches --------------------------------------------------------------------------------

static bool touch_equal(const Touch *a, const Touch *b)
{
	return ap_equal(a->place, b->place) && a->kind == b->kind && a->after == b->after &&
	       a->assumed == b->assumed && a->wakes == b->wakes && a->locked == b->locked && a->atomic == b->atomic &&
	       a->part == b->part && a->gates == b->gates && a->valued == b->valued && a->value == b->value &&
	       !a->behind && !b->behind;
}

// The same touch is kept once; two that share a hash are both kept, which does no harm.
static void add_touch(Parser *p, Touch touch)
{
	uint64_t place =
		hash_mix(hash_mix(touch.place.root, touch.place.n), hash_mix(touch.place.name.i, touch.place.path.i));
	uint64_t key = hash_mix(place, (uint64_t)touch.kind << 18 | (uint64_t)touch.after << 2 |
	                                   (uint64_t)touch.locked << 1 | touch.assumed);
	uint32_t known = map_get(&p->touches, key);
	if (known != MAP_NONE && touch_equal(&p->sum.touches.v[known], &touch))
		return;
	map_put(p->arena, &p->touches, key, p->sum.touches.n);
	VEC_PUSH(p->arena, &p->sum.touches, touch);
}

static void add_use(void *context, Ap ap, bool pointee, TouchKind kind)
{
	Parser *p = context;
	if (pointee)
		ap.path = path_push(&p->ir->paths, ap.path, ELEM_DEREF, (StrId){0}, 0);
	add_touch(p, (Touch){.place = ap, .kind = kind});
}

// ---- lines ----------------------------------------------------------------------------------------

static bool parse_when(Parser *p, Line *line)
{
	line->when_at = p->lex.tok;
	if (!lex_take(&p->lex, "when"))
		return true;
	if (p->has_case)
		return lex_fail(&p->lex, &line->when_at, "'when' and 'case' exclude each other in one function");
	line->conditional = true;
	if (!parse_guard(p, &line->when))
		return false;
	if (lex_is(&p->lex, "and"))
		return lex_fail(&p->lex, &p->lex.tok, "'when' takes one comparison; write the outcomes as 'case' lines");
	return true;
}

static void add_line(Parser *p, const Line *line)
{
	if (p->drafts.n == 0)
		VEC_PUSH(p->arena, &p->drafts, (Draft){0});
	VEC_PUSH(p->arena, &p->drafts.v[p->drafts.n - 1].lines, *line);
	if (line->kind != LINE_EFFECT)
		return;
	p->sum.waits |= line->effect.kind == EFFECT_WAIT;
	p->spawn = line->effect.kind == EFFECT_SPAWN ? line->effect.spawn : NULL;
}

// The mark that the current word stands for, or NULL.
static bool *spawn_mark(const Lex *lex, SpawnEffect *spawn)
{
	return lex_is(lex, "detached")      ? &spawn->detached
	       : lex_is(lex, "scoped")      ? &spawn->scoped
	       : lex_is(lex, "handle_lost") ? &spawn->handle_lost
	       : lex_is(lex, "maybe_ended") ? &spawn->maybe_ended
	       : lex_is(lex, "undecided")   ? &spawn->undecided
	       : lex_is(lex, "signals")     ? &spawn->signals
	       : lex_is(lex, "locks")       ? &spawn->locks
	       : lex_is(lex, "pooled")      ? &spawn->pooled
	       : lex_is(lex, "later")       ? &spawn->later
	                                    : NULL;
}

// [elements=RANGE]
static bool parse_elements(Parser *p, Elements *elements)
{
	elements->told = lex_take(&p->lex, "elements");
	return !elements->told || (lex_expect(&p->lex, "=") && lex_range(&p->lex, &elements->range));
}

// `payload=` again is the entry's next argument.
static bool parse_payload(Parser *p, SpawnEffect *spawn, bool *has_payload)
{
	SumVal payload;
	if (!parse_value(p, &payload))
		return false;
	if (*has_payload)
		VEC_PUSH(p->arena, &spawn->more, payload);
	else
		spawn->payload = payload;
	*has_payload = true;
	return true;
}

static bool parse_spawn_key(Parser *p, SpawnEffect *spawn, bool *has_entry, bool *has_payload)
{
	Lex *lex = &p->lex;
	Ap handle;
	if (lex_take(lex, "entry"))
		return lex_expect(lex, "=") && parse_value(p, &spawn->entry) && (*has_entry = true);
	if (lex_take(lex, "payload"))
		return lex_expect(lex, "=") && parse_payload(p, spawn, has_payload);
	if (lex_take(lex, "name"))
		return lex_expect(lex, "=") && parse_name(p, "the name of the entry", &spawn->entry_name);
	if (lex_take(lex, "assumes"))
		return lex_expect(lex, "=") && lex_assumption(lex, &spawn->assumes);
	if (lex_is(lex, "elements"))
		return parse_elements(p, &spawn->elements);
	if (!lex_take(lex, "handle"))
		return lex_fail_expected(lex, "entry=, payload=, handle=, elements=, name=, detached, scoped, handle_lost, "
		                              "maybe_ended, assumes=, undecided, signals, locks, pooled or later");
	if (!lex_expect(lex, "=") || !parse_place(p, &handle))
		return false;
	VEC_PUSH(p->arena, &spawn->handles, handle);
	return true;
}

static bool parse_spawn(Parser *p, SpawnEffect *spawn)
{
	Lex *lex = &p->lex;
	Tok at = lex->tok;
	bool has_entry = false, has_payload = false, *mark;
	while (!lex_at_line_end(lex) && !lex_is(lex, "when")) {
		mark = spawn_mark(lex, spawn);
		if (mark) {
			*mark = true;
			lex_next(lex);
			spawn->has_detached_if |= mark == &spawn->detached && lex_take(lex, "=");
			spawn->detached &= !spawn->has_detached_if;
			if (spawn->has_detached_if && mark == &spawn->detached && !parse_value(p, &spawn->detached_if))
				return false;
		} else if (!parse_spawn_key(p, spawn, &has_entry, &has_payload)) {
			return false;
		}
	}
	if (!has_entry || !has_payload)
		return lex_fail(lex, &at, "a spawn needs entry= and payload=");
	return true;
}

static bool parse_call(Parser *p, Effect *effect)
{
	SumVal arg;
	effect->gates = lex_gates(&p->lex);
	if (!lex_after(&p->lex, &effect->after) || !parse_value(p, &effect->value) || !lex_expect(&p->lex, "("))
		return false;
	if (lex_take(&p->lex, ")"))
		return true;
	do {
		if (!parse_value(p, &arg))
			return false;
		VEC_PUSH(p->arena, &effect->args, arg);
	} while (lex_take(&p->lex, ","));
	return lex_expect(&p->lex, ")");
}

static bool parse_copy(Parser *p, Effect *effect)
{
	SumRef source = {.kind = REF_VALUE};
	effect->weak = lex_take(&p->lex, "weak");
	if (!parse_place(p, &effect->place) || !lex_expect(&p->lex, "<-") || !parse_place(p, &source.ap))
		return false;
	effect->value = (SumVal){.num = RANGE_EMPTY};
	VEC_PUSH(p->arena, &effect->value.refs, source);
	return true;
}

static void parse_ended(Parser *p, Effect *effect)
{
	effect->weak = lex_take(&p->lex, "weak");
	effect->counted = lex_take(&p->lex, "counted");
}

static bool parse_operands(Parser *p, Effect *effect)
{
	Lex *lex = &p->lex;
	switch (effect->kind) {
	case EFFECT_SPAWN: effect->spawn = ARENA_NEW(p->arena, SpawnEffect); return parse_spawn(p, effect->spawn);
	case EFFECT_END:
	case EFFECT_DETACH:
	case EFFECT_MAYEND:
		return parse_elements(p, &effect->elements) && lex_expect(lex, "thread") && lex_expect(lex, "=") &&
		       parse_value(p, &effect->value);
	case EFFECT_STORE:
		effect->weak = lex_take(lex, "weak");
		return parse_place(p, &effect->place) && lex_expect(lex, "<-") && parse_value(p, &effect->value);
	case EFFECT_COPY: return parse_copy(p, effect);
	case EFFECT_FREE: parse_ended(p, effect); return parse_value(p, &effect->value);
	case EFFECT_ATEXIT:
	case EFFECT_ESCAPE: return parse_value(p, &effect->value);
	case EFFECT_DESTROY: parse_ended(p, effect); return parse_place(p, &effect->place);
	case EFFECT_READ:
	case EFFECT_WRITE:
	case EFFECT_LOCK:
	case EFFECT_UNLOCK:
	case EFFECT_SIGNAL: return parse_place(p, &effect->place);
	case EFFECT_WAIT: return lex_waiting(lex, effect) && parse_place(p, &effect->place);
	case EFFECT_CALL: return parse_call(p, effect);
	}
	return false;
}

static bool effect_takes_list(EffectKind kind)
{
	return kind == EFFECT_READ || kind == EFFECT_WRITE || kind == EFFECT_WAIT || kind == EFFECT_SIGNAL ||
	       kind == EFFECT_LOCK || kind == EFFECT_UNLOCK || kind == EFFECT_FREE || kind == EFFECT_DESTROY ||
	       kind == EFFECT_ESCAPE;
}

// `read *arg0, *arg1 when ret==0` is two lines with one condition.
static bool parse_effect(Parser *p, EffectKind kind, const Tok *at)
{
	VEC(Line) lines = {0};
	do {
		Line line = {.kind = LINE_EFFECT, .effect = {.kind = kind, .value = {.num = RANGE_EMPTY}}, .at = *at};
		if (!parse_operands(p, &line.effect))
			return false;
		VEC_PUSH(p->arena, &lines, line);
	} while (effect_takes_list(kind) && lex_take(&p->lex, ","));
	Line condition = {0};
	if (!parse_when(p, &condition))
		return false;
	for (uint32_t i = 0; i < lines.n; i++) {
		lines.v[i].conditional = condition.conditional;
		lines.v[i].when = condition.when;
		lines.v[i].when_at = condition.when_at;
		add_line(p, &lines.v[i]);
	}
	return true;
}

static bool parse_ret(Parser *p, const Tok *at)
{
	Line line = {.kind = LINE_RET, .at = *at};
	if (!lex_expect(&p->lex, "<-") || !parse_value(p, &line.ret) || !parse_when(p, &line))
		return false;
	add_line(p, &line);
	return true;
}

static bool parse_ending(Parser *p, LineKind kind, const Tok *at)
{
	Line line = {.kind = kind, .at = *at};
	if (!parse_when(p, &line))
		return false;
	add_line(p, &line);
	return true;
}

static bool parse_guards(Parser *p, Guards *guards)
{
	Guard guard;
	do {
		if (!parse_guard(p, &guard))
			return false;
		VEC_PUSH(p->arena, guards, guard);
	} while (lex_take(&p->lex, "and"));
	return true;
}

static bool parse_way(Parser *p, const Tok *at)
{
	Guards way = {0};
	if (!p->has_case || p->drafts.v[p->drafts.n - 1].lines.n)
		return lex_fail(&p->lex, at, "a 'way' stands behind its 'case', before what happens in it");
	if (!parse_guards(p, &way))
		return false;
	VEC_PUSH(p->arena, &p->drafts.v[p->drafts.n - 1].ways, way);
	return true;
}

static bool parse_case(Parser *p, const Tok *at)
{
	Draft draft = {0};
	if (!p->has_case && p->drafts.n > 0)
		return lex_fail(&p->lex, at, "a function with 'case' has no lines with effects before the first one");
	p->has_case = true;
	p->spawn = NULL;
	if (!lex_take(&p->lex, "always") && !parse_guards(p, &draft.guards))
		return false;
	VEC_PUSH(p->arena, &p->drafts, draft);
	return true;
}

static bool parse_touch(Parser *p, Touch *touch)
{
	if (!lex_touch(&p->lex, touch) || !parse_place(p, &touch->place))
		return false;
	if (!lex_take(&p->lex, "behind"))
		return true;
	Guards *behind = ARENA_NEW(p->arena, Guards);
	touch->behind = behind;
	return parse_guards(p, behind);
}

static bool parse_touch_line(Parser *p)
{
	Touch touch;
	if (!parse_touch(p, &touch))
		return false;
	add_touch(p, touch);
	return true;
}

static bool parse_lends(Parser *p, const Tok *at, bool frees)
{
	Touch touch;
	if (!p->spawn)
		return lex_fail(&p->lex, at, "'%s' belongs under a 'spawn' line", frees ? "frees" : "lends");
	if (!parse_touch(p, &touch))
		return false;
	if (frees)
		VEC_PUSH(p->arena, &p->spawn->frees, touch);
	else
		VEC_PUSH(p->arena, &p->spawn->lends, touch);
	return true;
}

static bool parse_incomplete(Parser *p)
{
	p->sum.incomplete = true;
	return lex_at_line_end(&p->lex) || parse_name(p, "the reason", &p->sum.why);
}

// ---- stanzas ----------------------------------------------------------------------------------------

typedef enum Word {
#define EFFECT(NAME, word, form, doc) WORD_EFFECT_##NAME,
#include "sum/effects.def"
	WORD_RET,
	WORD_NORETURN,
	WORD_EXIT_THREAD,
	WORD_LONGJMP,
	WORD_CASE,
	WORD_WAY,
	WORD_LENDS,
	WORD_FREES,
	WORD_TOUCH,
	WORD_SIGNALS,
	WORD_WAITS,
	WORD_ASKS,
	WORD_OPAQUE,
	WORD_INCOMPLETE,
	WORD_COUNT
} Word;

static const char *const words[] = {
#define EFFECT(NAME, word, form, doc) word,
#include "sum/effects.def"
	"ret",   "noreturn", "exit_thread", "longjmp", "case", "way",    "lends",
	"frees", "touch",    "signals",     "waits",   "asks", "opaque", "incomplete",
};

static bool parse_line(Parser *p)
{
	Tok at = p->lex.tok;
	unsigned word = 0;
	if (at.kind != TOK_WORD)
		return lex_fail_expected(&p->lex, "a word that begins a line");
	while (word < WORD_COUNT && !lex_is(&p->lex, words[word]))
		word++;
	if (word == WORD_COUNT)
		return lex_fail_word(&p->lex, words, ARRAY_LEN(words));
	lex_next(&p->lex);
	if (word != WORD_LENDS && word != WORD_FREES)
		p->spawn = NULL;
	switch ((Word)word) {
#define EFFECT(NAME, word, form, doc) case WORD_EFFECT_##NAME:
#include "sum/effects.def"
		return parse_effect(p, (EffectKind)word, &at);
	case WORD_RET: return parse_ret(p, &at);
	case WORD_NORETURN: return parse_ending(p, LINE_NORETURN, &at);
	case WORD_EXIT_THREAD: return parse_ending(p, LINE_EXIT_THREAD, &at);
	case WORD_LONGJMP: return parse_ending(p, LINE_LONGJMP, &at);
	case WORD_CASE: return parse_case(p, &at);
	case WORD_WAY: return parse_way(p, &at);
	case WORD_LENDS:
	case WORD_FREES: return parse_lends(p, &at, word == WORD_FREES);
	case WORD_TOUCH: return parse_touch_line(p);
	case WORD_SIGNALS: p->sum.signals = true; return true;
	case WORD_OPAQUE: p->sum.opaque = true; return true;
	case WORD_WAITS: p->sum.waits = p->sum.waits_unnamed = true; return true;
	case WORD_ASKS: p->sum.asks = true; return true;
	case WORD_INCOMPLETE: return parse_incomplete(p);
	case WORD_COUNT: break;
	}
	return false;
}

// The guard that splits the stanza, from its `when`s; all must be it or its negation.
static bool find_condition(Parser *p, const Draft *draft, Guard *yes, Guard *no, bool *found)
{
	*found = false;
	for (uint32_t i = 0; i < draft->lines.n; i++) {
		const Line *line = &draft->lines.v[i];
		if (!line->conditional)
			continue;
		if (!*found) {
			*found = true;
			*yes = *no = line->when;
			if (!range_negate(yes->range, &no->range))
				return lex_fail(&p->lex, &line->when_at, "the opposite of this condition is no range; use 'case'");
		} else if (!guards_alike(&line->when, yes) ||
		           (!range_equal(line->when.range, yes->range) && !range_equal(line->when.range, no->range))) {
			return lex_fail(&p->lex, &line->when_at,
			                "each 'when' of a function has the same condition or its opposite; use 'case'");
		}
	}
	return true;
}

// Adds the outcome of the lines that hold under `given` (all, when NULL), unless they say that there is none.
static bool build_outcome(Parser *p, const Draft *draft, const Guard *given)
{
	Outcome outcome = {.ways = draft->ways, .ret = {.num = RANGE_EMPTY, .unknown = true}};
	bool has_ret = false, ends = false;
	for (uint32_t i = 0; i < draft->guards.n; i++)
		VEC_PUSH(p->arena, &outcome.guards, draft->guards.v[i]);
	if (given)
		VEC_PUSH(p->arena, &outcome.guards, *given);
	for (uint32_t i = 0; i < draft->lines.n; i++) {
		const Line *line = &draft->lines.v[i];
		if (line->conditional && !range_equal(line->when.range, given->range))
			continue;
		switch (line->kind) {
		case LINE_EFFECT: VEC_PUSH(p->arena, &outcome.effects, line->effect); break;
		case LINE_RET:
			if (has_ret)
				return lex_fail(&p->lex, &line->at, "a second 'ret' for the same outcome");
			has_ret = true;
			outcome.ret = line->ret;
			break;
		case LINE_NORETURN: ends = true; break;
		case LINE_EXIT_THREAD: outcome.kind = OUTCOME_EXIT_THREAD; break;
		case LINE_LONGJMP: outcome.kind = OUTCOME_LONGJMP; break;
		}
	}
	if (!ends)
		VEC_PUSH(p->arena, &p->sum.outcomes, outcome);
	return true;
}

static void add_implied_touches(Parser *p)
{
	for (uint32_t i = 0; i < p->drafts.n; i++) {
		const Draft *draft = &p->drafts.v[i];
		for (uint32_t j = 0; j < draft->lines.n; j++) {
			const Line *line = &draft->lines.v[j];
			if (line->kind == LINE_EFFECT)
				sum_each_use(p->ir, &line->effect, add_use, p);
			else if (line->kind == LINE_RET)
				sum_each_value_use(p->ir, &line->ret, add_use, p);
		}
	}
}

static bool build_outcomes(Parser *p)
{
	Guard yes, no;
	bool split;
	if (p->drafts.n == 0)
		VEC_PUSH(p->arena, &p->drafts, (Draft){0});
	if (p->has_case) {
		for (uint32_t i = 0; i < p->drafts.n; i++)
			if (!build_outcome(p, &p->drafts.v[i], NULL))
				return false;
		return true;
	}
	if (!find_condition(p, &p->drafts.v[0], &yes, &no, &split))
		return false;
	if (!split)
		return build_outcome(p, &p->drafts.v[0], NULL);
	return build_outcome(p, &p->drafts.v[0], &yes) && build_outcome(p, &p->drafts.v[0], &no);
}

static bool parse_fn_names(Parser *p)
{
	uint32_t line = p->lex.tok.line;
	StrId name;
	do {
		Tok at = p->lex.tok;
		if (!parse_name(p, "the name of a function", &name))
			return false;
		uint32_t before = map_get(&p->seen, name.i);
		if (before != MAP_NONE)
			return lex_fail(&p->lex, &at, "'%.80s' is described a second time; the first is on line %u",
			                strs_text(&p->ir->strs, name), before);
		map_put(p->arena, &p->seen, name.i, line);
		VEC_PUSH(p->arena, &p->names, name);
	} while (!lex_at_line_end(&p->lex));
	return true;
}

// Functions that share a stanza share what it points to; nothing writes to a model.
static void add_stanza(Parser *p)
{
	for (uint32_t i = 0; i < p->names.n; i++) {
		Summary *sum = ARENA_NEW(p->arena, Summary);
		*sum = p->sum;
		sum->name = p->names.v[i];
		sums_add(p->sums, sum);
	}
}

static void skip_newlines(Lex *lex)
{
	while (lex->tok.kind == TOK_NEWLINE)
		lex_next(lex);
}

static bool parse_stanza(Parser *p)
{
	p->names.n = p->drafts.n = 0;
	p->sum = (Summary){.is_model = true};
	p->has_case = false;
	p->spawn = NULL;
	p->touches = (Map){0};
	if (!lex_take(&p->lex, "fn"))
		return lex_fail_expected(&p->lex, "'fn' and the name of a function");
	if (!parse_fn_names(p))
		return false;
	for (skip_newlines(&p->lex); p->lex.tok.kind != TOK_END && !lex_is(&p->lex, "fn"); skip_newlines(&p->lex)) {
		if (!parse_line(p))
			return false;
		if (!lex_at_line_end(&p->lex))
			return lex_fail_expected(&p->lex, "the end of the line");
	}
	if (!build_outcomes(p))
		return false;
	add_implied_touches(p);
	add_stanza(p);
	return true;
}

bool sums_parse(Sums *sums, const char *text, size_t len, TextError *error)
{
	Parser p = {.sums = sums, .ir = sums->ir, .arena = sums->ir->arena};
	lex_init(&p.lex, text, len, error);
	for (skip_newlines(&p.lex); p.lex.tok.kind != TOK_END; skip_newlines(&p.lex))
		if (!parse_stanza(&p))
			return false;
	return true;
}
