// SPDX-License-Identifier: MIT
// In: a finding. Out: the help below it. An edit is shown only where it compiles: the
// join goes before the statement that ends the storage, in a block of its own where
// that statement may be the whole body of an `if`.
#include "check/writer.h"

// ---- joins ------------------------------------------------------------------------------------

typedef struct Api {
	const char *spawn, *join, *detach; // the last two with %s for the handle
} Api;

// The API whose call starts the thread, here or in a callee; or NULL.
static const Api *api_of(const Writer *w)
{
	static const Api apis[] = {
#define API(spawn, join, detach) {spawn, join, detach},
#include "check/joins.def"
	};
	const Finding *f = w->f;
	for (size_t i = 0; i < ARRAY_LEN(apis); i++)
		if (writer_calls(w, f->inside ? f->inside->fn : f->fn, f->inside ? f->inside->span : f->spawn, apis[i].spawn))
			return &apis[i];
	return NULL;
}

// Whether the call hands the work to something else than a new thread, such as a pool: a
// model says that it runs, and no API how to wait for it.
static bool is_submitted(const Writer *w)
{
	if (w->f->registered)
		return true;
	const Instr *call = w->f->inside ? NULL : writer_call(w, w->f->fn, w->f->spawn, 0);
	const Summary *callee = call ? flow_summary(w->flow, call->a.str) : NULL;
	return callee && callee->is_model && !api_of(w) && !w->f->scope;
}

static const char *handle_of(const Writer *w) { return w->f->handle ? w->f->handle : w->f->handle_given; }

static const char *with_handle(const Writer *w, const char *format)
{
	const char *at = strstr(format, "%s"), *handle = handle_of(w);
	bool undone = at > format && at[-1] == '&' && *handle == '*'; // `&*tid`
	return arena_printf(w->arena, "%.*s%s%s", (int)(at - format) - undone, format, handle + undone, at + 2);
}

static bool is_own(const Api *api) { return api && strncmp(api->spawn, "own_", 4) == 0; }

// ---- ... by the project's own functions ---------------------------------------------------------

// The object that holds the thread's handle, where a function of the program starts the thread
// for it: its `argument`, and where in that the handle lies.
typedef struct Owner {
	StrId start, type;
	Ap handle;
} Owner;

static bool owner_of(const Writer *w, Owner *owner)
{
	const Instr *call = w->f->inside ? writer_call(w, w->f->fn, w->f->spawn, 0) : NULL;
	const Fn *start = call ? program_fn(w->flow->program, call->a.str) : NULL;
	const Summary *summary = start ? flow_summary(w->flow, call->a.str) : NULL;
	const Effect *effect = summary ? summary_effect(summary, EFFECT_BIT(EFFECT_SPAWN)) : NULL;
	if (!effect || effect->spawn->handles.n != 1)
		return false;
	owner->start = call->a.str;
	owner->handle = effect->spawn->handles.v[0];
	bool inside =
		owner->handle.root == AP_ARG && path_elem(&w->flow->program->ir->paths, owner->handle.path)->depth > 1;
	if (!inside || owner->handle.n >= start->nparams)
		return false;
	owner->type = start->vars.v[owner->handle.n].type;
	return true;
}

// Whether the function can be called here, joins the thread of an owner that it is given, and needs
// nothing else.
static bool joins_owner(const Writer *w, const Fn *fn, const Owner *owner)
{
	const Summary *summary = flow_summary(w->flow, fn->name);
	const Effect *effect = summary && !summary->is_model ? summary_effect(summary, EFFECT_BIT(EFFECT_END)) : NULL;
	const Fn *here = program_fn(w->flow->program, w->f->fn);
	if (!here || (fn->flags & FN_STATIC && fn->unit != here->unit))
		return false;
	if (!effect || fn->nparams != 1 || fn->vars.v[0].type.i != owner->type.i || effect->value.refs.n != 1)
		return false;
	const SumRef *joined = &effect->value.refs.v[0];
	return joined->kind == REF_VALUE && joined->ap.root == AP_ARG && joined->ap.path.i == owner->handle.path.i;
}

static bool same_file(const Fn *a, const Fn *b) { return a->span.file.i == b->span.file.i; }

// The function of the program that joins what such a function starts; where several do, the one
// beside it. NULL: none; *several: more than one.
static const Fn *joiner_of(const Writer *w, const Owner *owner, bool *several)
{
	const Ir *ir = w->flow->program->ir;
	const Fn *start = program_fn(w->flow->program, owner->start), *found = NULL;
	*several = false;
	for (uint32_t i = 0; i < ir->fns.n; i++) {
		const Fn *fn = ir->fns.v[i];
		if (program_fn(w->flow->program, fn->name) != fn || !joins_owner(w, fn, owner))
			continue;
		bool beside = same_file(fn, start), before = found && same_file(found, start);
		if (!found || beside > before) {
			found = fn;
			*several = false;
		} else {
			*several |= beside == before;
		}
	}
	return found;
}

// The pointer to the owner, from how the function spells the handle in it: `&t` of `t.tid`.
static const char *owner_pointer(const Writer *w, const Owner *owner)
{
	const char *handle = handle_of(w);
	size_t len = strlen(handle);
	bool arrow = false;
	for (uint32_t n = path_elem(&w->flow->program->ir->paths, owner->handle.path)->depth; n > 1; n--) {
		while (len && handle[len - 1] != '.' && handle[len - 1] != '>')
			len--;
		arrow = len && handle[len - 1] == '>';
		len -= len ? arrow ? 2 : 1 : 0;
	}
	return len ? arena_printf(w->arena, "%s%.*s", arrow ? "" : "&", (int)len, handle) : NULL;
}

// The call that joins the thread, where its handle has a name; or NULL.
static const char *join_call(const Writer *w)
{
	const Finding *f = w->f;
	const Api *api = api_of(w);
	const char *handle = handle_of(w);
	bool named = handle && !f->many && !f->detached && !strpbrk(handle, "?[") && !span_known(f->overwritten);
	bool several = false;
	Owner owner;
	const Fn *joiner = named && owner_of(w, &owner) ? joiner_of(w, &owner, &several) : NULL;
	const char *pointer = joiner && !several ? owner_pointer(w, &owner) : NULL;
	if (joiner)
		return pointer ? arena_printf(w->arena, "%s(%s)", writer_name(w, joiner->name), pointer) : NULL;
	return api && named ? with_handle(w, api->join) : NULL;
}

// Whether a call in the block does not come back.
static bool block_stops(const Writer *w, const Fn *fn, uint32_t block)
{
	const Block *b = &fn->blocks.v[block];
	for (uint32_t i = b->first; i < b->first + b->n; i++) {
		const Summary *callee = flow_callee(w->flow, &fn->instrs.v[i]);
		if (callee && !callee->outcomes.n)
			return true;
	}
	return false;
}

// The blocks that `from` leads to, and itself; not on from the block `until`.
static BitSet blocks_after(const Writer *w, const Fn *fn, uint32_t from, uint32_t until)
{
	BitSet seen = bitset_new(w->arena, fn->blocks.n), closed = bitset_new(w->arena, fn->blocks.n);
	for (uint32_t b = 0; b < fn->blocks.n; b++)
		if (b == until || block_stops(w, fn, b))
			bitset_add(&closed, b);
	bitset_add(&seen, from);
	fn_follow(w->arena, fn, &seen, &closed);
	return seen;
}

// Whether what happens at the span may be followed by the instruction.
static bool comes_later(const Writer *w, const Fn *fn, Span span, uint32_t instr)
{
	uint32_t at = instr;
	while (at && span_compare(fn->instrs.v[at].span, span) != 0)
		at--; // it stands above
	BitSet seen = blocks_after(w, fn, fn_block_of(fn, at), ID_NONE);
	return span_compare(fn->instrs.v[at].span, span) == 0 && bitset_has(&seen, fn_block_of(fn, instr));
}

Span help_late_join(const Writer *w)
{
	const Finding *f = w->f;
	const char *join = join_call(w);
	const Fn *fn = join ? program_fn(w->flow->program, f->fn) : NULL;
	uint32_t joins = 0, found = 0;
	for (uint32_t i = 0; fn && i < fn->instrs.n; i++) {
		const Instr *in = &fn->instrs.v[i];
		const char *text = in->op == OP_CALL ? writer_source(w, in->span) : NULL;
		size_t len = strcspn(join, ",)"); // `pthread_join(tid`
		if (!text || strncmp(text, join, len) != 0 || !strchr(",)", text[len]))
			continue;
		joins++;
		found = i;
	}
	bool later = joins == 1 && span_compare(f->spawn, f->end) < 0 && span_compare(f->end, fn->instrs.v[found].span) < 0;
	return later && comes_later(w, fn, f->end, found) ? fn->instrs.v[found].span : (Span){0};
}

// The text of a one-line statement with its semicolon, and the span that it covers.
static const char *statement_at(const Writer *w, Span *span)
{
	Span line = *span;
	const char *text = NULL;
	line.col = 1;
	for (line.end_col = span->end_col + 1; !text && line.end_col >= span->end_col; line.end_col--)
		text = writer_source(w, line);
	if (!text || span->end_line != span->line || text[strspn(text, " \t")] == 0 || strspn(text, " \t") != span->col - 1)
		return NULL;
	size_t end = span->end_col - 1;
	if (text[end - 1] != ';' && text[end] == ';')
		end++;
	span->end_col = (uint32_t)end + 1;
	return text[end - 1] == ';' ? arena_strndup(w->arena, text + span->col - 1, end + 1 - span->col) : NULL;
}

static bool ends_its_line(const Writer *w, Span span)
{
	Span after = span;
	after.col = span.end_col;
	after.end_col = span.end_col + 1;
	const char *next = writer_source(w, after);
	return !next || !strchr("}/", *next);
}

// Whether a call in the block may join the thread, by the name of its handle.
static bool block_joins(const Writer *w, const Fn *fn, uint32_t block)
{
	const Block *b = &fn->blocks.v[block];
	for (uint32_t i = b->first; i < b->first + b->n; i++) {
		const Instr *in = &fn->instrs.v[i];
		bool joins = summary_effect(flow_callee(w->flow, in), EFFECT_BIT(EFFECT_END) | EFFECT_BIT(EFFECT_MAYEND));
		const char *text = joins ? writer_source(w, in->span) : NULL;
		if (text && strstr(text, handle_of(w)))
			return true;
	}
	return false;
}

// Whether the block asks what the spawn in it returned.
static bool asks_result(const Fn *fn, uint32_t block, Span spawn)
{
	const Block *b = &fn->blocks.v[block];
	uint32_t result = ID_NONE;
	for (uint32_t i = b->first; i < b->first + b->n; i++) {
		const Instr *in = &fn->instrs.v[i];
		bool from = in->a.kind == OPERAND_PLACE && in->a.place.var.i == result;
		if (!place_none(in->dst) && (from || (in->op == OP_CALL && span_compare(in->span, spawn) == 0)))
			result = in->dst.var.i;
	}
	return b->term.kind == TERM_IF && b->term.a.kind == OPERAND_PLACE && b->term.a.place.var.i == result;
}

static bool ends_in(const Fn *fn, uint32_t block, Span end, const BitSet *among)
{
	const Block *b = &fn->blocks.v[block];
	for (uint32_t i = b->first; i < b->first + b->n; i++)
		if (fn->instrs.v[i].op == OP_DEAD && span_compare(fn->instrs.v[i].span, end) == 0)
			return bitset_has(among, block);
	return false;
}

static void note_way(const Writer *w, const Fn *fn, uint32_t from, uint32_t spawn, BitSet *none)
{
	BitSet after = blocks_after(w, fn, from, spawn);
	bitset_union(none, &after);
}

static uint32_t spawn_block(const Fn *fn, Span spawn)
{
	for (uint32_t i = 0; i < fn->instrs.n; i++)
		if (fn->instrs.v[i].op == OP_CALL && span_compare(fn->instrs.v[i].span, spawn) == 0)
			return fn_block_of(fn, i);
	return ID_NONE;
}

// Whether a way on which the thread was joined, or did not start, leads to the same end.
static bool end_is_shared(const Writer *w)
{
	const Fn *fn = program_fn(w->flow->program, w->f->fn);
	BitSet none = bitset_new(w->arena, fn->blocks.n); // where no thread may run
	uint32_t spawn = spawn_block(fn, w->f->spawn);
	const Term *term = spawn != ID_NONE ? &fn->blocks.v[spawn].term : NULL;
	for (uint32_t b = 0; b < fn->blocks.n; b++)
		if (b != spawn && block_joins(w, fn, b))
			note_way(w, fn, b, spawn, &none);
	if (term && asks_result(fn, spawn, w->f->spawn)) {
		BitSet yes = bitset_new(w->arena, fn->blocks.n), no = bitset_new(w->arena, fn->blocks.n);
		note_way(w, fn, term->then.i, spawn, &yes);
		note_way(w, fn, term->other.i, spawn, &no);
		for (uint32_t b = 0; b < fn->blocks.n; b++)
			if (bitset_has(&yes, b) && bitset_has(&no, b))
				bitset_add(&none, b);
	}
	if (spawn)
		note_way(w, fn, 0, spawn, &none);
	for (uint32_t b = 0; b < fn->blocks.n; b++)
		if (b != spawn && ends_in(fn, b, w->f->end, &none))
			return true;
	return false;
}

// What stands there may be a macro, which goes on behind what it leaves by.
static bool only_leaves(const char *statement)
{
	static const char *const words[] = {"return", "break", "continue", "goto"};
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strncmp(statement, words[i], strlen(words[i])) == 0 && strchr(" ;(", statement[strlen(words[i])]))
			return true;
	return false;
}

// A join before the storage ends, as a replacement of the statement that ends it.
static bool add_join(Writer *w)
{
	const Finding *f = w->f;
	const char *join = join_call(w), *labels = writer_labels(w);
	if (f->thread_exit || f->strict || f->detached)
		return false;
	if (f->later) {
		diag_sub(w->arena, w->diag, DIAG_HELP, "remove the callback from its loop before %s %s", labels,
		         w->group.n == 1 ? "ends" : "end");
		return true;
	}
	if (!join) {
		diag_sub(w->arena, w->diag, DIAG_HELP, "%s the %s%s before %s %s", is_submitted(w) ? "wait for" : "join",
		         writer_runner(w), f->many ? "s" : "", labels, w->group.n == 1 ? "ends" : "end");
		return true;
	}
	Span at = f->end;
	const char *statement = statement_at(w, &at);
	bool spawns = span_compare(at, f->spawn) <= 0 && at.end_line >= f->spawn.end_line;
	bool asks = f->assumes == ASSUME_ANSWER; // what stands there may be what ends the thread
	if (!statement || spawns || asks || strpbrk(statement, "{}") || !ends_its_line(w, at) ||
	    !(only_leaves(statement) || w->f->jump) || end_is_shared(w)) {
		diag_sub(w->arena, w->diag, DIAG_HELP, "join the thread before %s %s: `%s;`", labels,
		         w->group.n == 1 ? "ends" : "end", join);
		return true;
	}
	DiagSub *sub = diag_sub(w->arena, w->diag, DIAG_HELP, "join the thread before %s %s", labels,
	                        w->group.n == 1 ? "ends" : "end");
	sub->applicability = APPLY_MAYBE;
	diag_sub_edit(w->arena, sub, at, arena_printf(w->arena, "{ %s; %s }", join, statement));
	return true;
}

// ---- what own's spawn would take --------------------------------------------------------------

static const char *task_of(const Writer *w)
{
	const char *entry = writer_name(w, w->f->entry);
	return *entry ? entry : "task";
}

static bool is_name(const char *text)
{
	for (const char *at = text; *at; at++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789", *at))
			return false;
	return *text != 0;
}

// Whether the thread reaches the object through a pointer in its payload.
static bool is_indirect(const Writer *w)
{
	uint32_t followed = 0;
	for (const char *at = writer_text(w, w->f->touch_path); *at; at++)
		followed += (*at == '*' && at[1] != ']') || strncmp(at, "->", 2) == 0;
	return followed > 1;
}

// A pointer to what has no type cannot be copied from.
static bool is_void_pointer(const Writer *w, const char *name)
{
	const Fn *fn = program_fn(w->flow->program, w->f->given_in);
	for (uint32_t i = 0; fn && i < fn->vars.n; i++)
		if (strcmp(writer_text(w, fn->vars.v[i].label), name) == 0 &&
		    strncmp(writer_text(w, fn->vars.v[i].type), "void", 4) == 0)
			return true;
	return false;
}

// The object that the payload points to, as a value to be copied; NULL where none can be
// written down, or where it is not the one that is lent.
static const char *value_given(const Writer *w)
{
	const Finding *f = w->f;
	const char *given = f->given, *label = writer_text(w, f->label);
	size_t len = given ? strlen(given) : 0;
	if (!given || is_indirect(w) || strcmp(given, "NULL") == 0 || (len > 3 && strcmp(given + len - 3, "[0]") == 0))
		return NULL;
	if (*given != '&')
		return is_void_pointer(w, given) || f->touch_fn.i != f->entry.i ? NULL : arena_printf(w->arena, "*%s", given);
	bool same = strncmp(given + 1, label, strlen(label)) == 0 && strchr(".[", given[1 + strlen(label)]);
	if (f->given_in.i == f->fn.i && !f->heap && !same)
		return NULL;
	return !f->heap && strcmp(given + 1, label) == 0 && f->var_flags & VAR_ARRAY ? NULL : given + 1;
}

// Where the call of own goes, when that is not in the function that is shown.
static const char *where_given(const Writer *w)
{
	return w->f->given_in.i == w->f->fn.i ? "" : arena_printf(w->arena, "in `%s`, ", writer_name(w, w->f->given_in));
}

// Both sides meet at it: a copy of a lock, a semaphore or a flag is another one.
static bool is_one_of_its_kind(const Writer *w) { return w->f->tells || writer_is_ordering(w); }

static bool is_own_scope(const Writer *w)
{
	const Finding *f = w->f;
	return f->scope && writer_calls(w, f->fn, f->spawn, "own__scope_spawn");
}

// A copy that the thread owns; with one that it hands back where the thread writes to it.
static bool add_copy(Writer *w, const char *lead, const char *who)
{
	const Finding *f = w->f;
	const char *value = w->group.n == 1 && !is_one_of_its_kind(w) && !is_submitted(w) ? value_given(w) : NULL;
	if (!value)
		return false;
	if (f->writes && !f->detached)
		diag_sub(
			w->arena, w->diag, DIAG_HELP,
			"%s%sgive %s a copy that it owns, and take it back by `own_join_back`: `own_spawn_back(&handle, %s, %s)`",
			lead, where_given(w), who, task_of(w), value);
	else
		diag_sub(w->arena, w->diag, DIAG_HELP, "%s%sgive %s a copy that it owns: `own_spawn(&handle, %s, %s, NULL)`",
		         lead, where_given(w), who, task_of(w), value);
	return true;
}

// ---- what outlives its owner ---------------------------------------------------------------------

// A wait that proves too little; what it lacks.
static bool add_wait(Writer *w)
{
	const Finding *f = w->f;
	if (f->signal) {
		diag_sub(w->arena, w->diag, DIAG_HELP, "let the thread signal after its last use of %s", writer_labels(w));
		return true;
	}
	if (f->answers.fn.i) {
		diag_sub(w->arena, w->diag, DIAG_HELP, "ask `%s` once, and keep what it says", writer_name(w, f->answers.fn));
		return true;
	}
	switch (f->assumes) {
	case ASSUME_WAKEUP:
		diag_sub(w->arena, w->diag, DIAG_HELP,
		         "wait in a loop that tests a flag, which the thread sets before it signals");
		return true;
	case ASSUME_INTERRUPT:
		diag_sub(w->arena, w->diag, DIAG_HELP, "wait again for as long as the wait fails");
		return true;
	case ASSUME_FLAG:
		diag_sub(w->arena, w->diag, DIAG_HELP, "make the flag `_Atomic`, or set it and test it under one lock");
		return true;
	case ASSUME_ANSWER:
	case ASSUME_NOTHING: break;
	}
	return false;
}

static void add_ownership(Writer *w, const char *lead)
{
	const Finding *f = w->f;
	const char *labels = writer_labels(w);
	if (f->global.i)
		diag_sub(w->arena, w->diag, DIAG_HELP,
		         "%shand %s to the thread as its argument, which `own_spawn` copies, in place of the global `%s`", lead,
		         labels, program_label(w->flow->program, f->global));
	else if (is_one_of_its_kind(w))
		diag_sub(w->arena, w->diag, DIAG_HELP,
		         "%slet both sides own %s: put %s into a block of `own_share_new`, which the last owner frees", lead,
		         labels, w->group.n == 1 ? "it" : "them");
	else if (is_own(api_of(w)))
		diag_sub(w->arena, w->diag, DIAG_HELP,
		         "%sput what %s holds into the payload too: a copied pointer is still a borrow", lead, labels);
	else if (is_submitted(w))
		diag_sub(w->arena, w->diag, DIAG_HELP,
		         "%sput %s into memory that the %s owns: a heap block that it frees when it is done", lead, labels,
		         writer_runner(w));
	else if (w->group.n > 1)
		diag_sub(w->arena, w->diag, DIAG_HELP,
		         "%sput %s into memory that the thread owns: one heap block that `own_spawn_move` takes", lead, labels);
	else if (is_indirect(w))
		diag_sub(w->arena, w->diag, DIAG_HELP,
		         "%sput %s into memory that the thread owns as well, "
		         "with its payload in one heap block that `own_spawn_move` takes",
		         lead, labels);
	else if (!add_copy(w, lead, "the thread"))
		diag_sub(w->arena, w->diag, DIAG_HELP,
		         "%sgive the thread memory that it owns: put %s into a heap block and pass that with `own_spawn_move`",
		         lead, labels);
}

void help_outlive(Writer *w)
{
	const Finding *f = w->f;
	if (is_own_scope(w)) {
		diag_sub(w->arena, w->diag, DIAG_HELP, "declare %s before the scope, whose end joins the thread",
		         writer_labels(w));
		return;
	}
	bool said = add_wait(w);
	if (f->scope) {
		diag_sub(w->arena, w->diag, DIAG_HELP, "end the scope before %s %s", writer_labels(w),
		         w->group.n == 1 ? "ends" : "end");
		said = true;
	} else if (!said) {
		said = add_join(w);
	}
	add_ownership(w, said ? "or " : "");
}

// ---- events ------------------------------------------------------------------------------------------

void help_before_line(Writer *w)
{
	const Finding *f = w->f;
	const char *join = join_call(w);
	if (is_own_scope(w) && *f->scope == '&')
		diag_sub(w->arena, w->diag, DIAG_HELP, "wait for the thread before this line: `own_scope_join(%s);`", f->scope);
	else if (join)
		diag_sub(w->arena, w->diag, DIAG_HELP, "join the thread before this line: `%s;`", join);
	else if (f->registered)
		diag_sub(w->arena, w->diag, DIAG_HELP, "%s before this line",
		         f->later ? "remove the callback from its loop" : "wait for the callback");
	else
		diag_sub(w->arena, w->diag, DIAG_HELP, "%s before %s",
		         f->detached                          ? "do not detach the thread, and join it"
		         : f->many && (f->shared || !f->heap) ? "join the threads"
		                                              : "join the thread",
		         span_compare(f->spawn, f->end) == 0 ? "that" : "this line");
}

// The function that frees the block, where it is one that own can call as it is.
static const char *plain_free(const Writer *w)
{
	static const char *const frees[] = {"free", "g_free", "SDL_free"};
	for (size_t i = 0; i < ARRAY_LEN(frees); i++)
		if (writer_calls(w, w->f->fn, w->f->end, frees[i]))
			return frees[i];
	return NULL;
}

void help_give_away(Writer *w)
{
	const Finding *f = w->f;
	const char *given = f->given, *frees = plain_free(w), *label = writer_text(w, f->label);
	bool whole = f->heap && given && is_name(given) && *label == '*' && strcmp(label + 1, given) == 0 &&
	             f->given_in.i == f->fn.i;
	if (!whole || f->scope || f->use != TOUCH_FREE)
		return;
	if (f->registered)
		diag_sub(w->arena, w->diag, DIAG_HELP, "or let the callback own it, and free it when it is done");
	else if (f->shared)
		diag_sub(w->arena, w->diag, DIAG_HELP,
		         "or let the threads share it, so that the last one frees it: `own_share_new`");
	else if (frees)
		diag_sub(w->arena, w->diag, DIAG_HELP,
		         "or let the thread own it, and free it: `own_spawn_move(&handle, %s, &%s, %s)`", task_of(w), given,
		         frees);
}

void help_copy(Writer *w)
{
	const Finding *f = w->f;
	if (f->scope) {
		help_before_line(w);
		return;
	}
	if (f->registered) {
		diag_sub(w->arena, w->diag, DIAG_HELP,
		         "give each callback an object of its own, make it atomic, or guard both sides by one lock");
		return;
	}
	bool loops = f->many || span_compare(f->end, f->spawn) < 0;
	bool copied = !f->heap && !f->writes && add_copy(w, "", loops ? "each thread" : "the thread");
	const char *join = join_call(w);
	if (join)
		diag_sub(w->arena, w->diag, DIAG_HELP, "%sjoin the thread before this line: `%s;`", copied ? "or " : "", join);
	diag_sub(w->arena, w->diag, DIAG_HELP, "%s%s", join || copied ? "or, where the thread is to see the change, " : "",
	         join || copied ? "make it atomic or guard both sides by one lock"
	                        : "give each thread an object of its own, make it atomic, or guard both sides by one lock");
}

// ---- lints ---------------------------------------------------------------------------------------------

void help_lost(Writer *w)
{
	const Api *api = api_of(w);
	const char *join = join_call(w);
	if (join)
		diag_sub(w->arena, w->diag, DIAG_HELP,
		         "join it (`%s;`) or, where nobody needs to know when it ends, detach it (`%s;`)", join,
		         with_handle(w, api->detach));
	else
		diag_sub(w->arena, w->diag, DIAG_HELP, "keep the handle, and join or detach the thread");
	if (!api || strncmp(api->spawn, "pthread", 7) == 0 || strncmp(api->spawn, "thrd", 4) == 0)
		diag_sub(w->arena, w->diag, DIAG_HELP, "or let `OWN_AUTO` join it at the end of the block");
}

void help_cut_off(Writer *w)
{
	const char *join = join_call(w);
	diag_sub(w->arena, w->diag, DIAG_HELP, "%s before `main` returns%s; where it may be cut off, say so with `exit`",
	         w->f->detached ? "do not detach the thread, and join it"
	         : w->f->many   ? "join the threads"
	                        : "join the thread",
	         join ? arena_printf(w->arena, " (`%s;`)", join) : "");
}
