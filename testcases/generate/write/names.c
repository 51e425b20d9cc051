// SPDX-License-Identifier: MIT
// names: what lines are made of. Names from pools, places, expressions, conditions; and the
// line itself, which carries the expectations of the statements that it is written for.
#include "write/write.h"

uint32_t form(Writer *w, uint32_t n) { return w->surface->seed ? pick(&w->random, n) : 0; }

// ---- lines --------------------------------------------------------------------------------------

static void put_expectations(Writer *w, const Stmt *stmt, bool step)
{
	for (uint32_t i = 0; i < w->truth->n; i++) {
		const Expected *e = &w->truth->expected[i];
		bool warns = e->code == CODE_UNJOINED || e->code == CODE_MAIN_EXITS;
		if (e->stmt != stmt || e->step != step)
			continue;
		buf_printf(&w->pages->wanted, "%s %u %s %s %llu.%u\n", e->may ? "may" : "want", w->page->line,
		           warns ? "warning" : "error", code_names[e->code], (unsigned long long)w->id, e->group);
		bool again = false; // the comment says a code once
		for (uint32_t k = 0; k < i; k++)
			again |= w->truth->expected[k].stmt == stmt && w->truth->expected[k].step == step &&
			         w->truth->expected[k].code == e->code;
		if (!again)
			buf_printf(&w->page->text, " //~ %s %s", e->may ? "MAY" : warns ? "WARNING" : "ERROR", code_names[e->code]);
	}
}

// Ends a line: the findings of the statements that are written on it belong to it.
static void end_line(Writer *w)
{
	for (int i = 0; i < 2; i++)
		if (w->pending[i])
			put_expectations(w, w->pending[i], w->pending_step[i]);
	w->pending[0] = w->pending[1] = NULL;
	buf_putc(&w->page->text, '\n');
	w->page->line++;
}

void line(Writer *w, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	const char *text = arena_vprintf(w->arena, format, args);
	va_end(args);
	for (int i = 0; i < w->indent && *text; i++)
		buf_putc(&w->page->text, '\t');
	buf_puts(&w->page->text, text);
	end_line(w);
}

void belongs(Writer *w, const Stmt *stmt, bool step)
{
	int slot = w->pending[0] ? 1 : 0;
	w->pending[slot] = stmt;
	w->pending_step[slot] = step;
}

// ---- names ----------------------------------------------------------------------------------------

static const char *pick_name(Writer *w, Type type)
{
	static const char *const pools[][6] = {
		[TYPE_INT] = {"x", "value", "total", "k", "amount", "level"},
		[TYPE_BOX] = {"box", "job", "task", "request", "ctx", "state"},
		[TYPE_HANDLE] = {"t", "tid", "thread", "worker", "th", "handle"},
		[TYPE_INT_PTR] = {"p", "where", "ip", "cursor", "target", "slot"},
		[TYPE_BOX_PTR] = {"b", "work_item", "item", "cur", "node", "pack"},
		[TYPE_HANDLE_PTR] = {"ts", "threads", "out", "tp", "handles", "where_to"},
		[TYPE_VOID_PTR] = {"arg", "data", "payload", "opaque", "user", "what"},
	};
	return pools[type][form(w, 6)];
}

void name_everything(Writer *w)
{
	static const char *const fields[FIELDS][3] = {
		[FIELD_N] = {"n", "number", "count"},
		[FIELD_SPARE] = {"spare", "other_n", "limit"},
		[FIELD_P] = {"p", "out", "result"},
		[FIELD_NEXT] = {"next", "link", "parent"},
		[FIELD_THREAD] = {"thread", "tid", "self"},
		[FIELD_STATE] = {"started", "ok", "alive"},
		[FIELD_FN] = {"fn", "run", "callback"},
		[FIELD_ARG] = {"arg", "data", "opaque"},
		[FIELD_SEM] = {"sem", "ready_sem", "taken"},
		[FIELD_OTHER] = {"sem2", "done_sem", "idle"},
		[FIELD_LATCH] = {"ready", "taken_flag", "go"},
		[FIELD_GATE] = {"gate", "barrier", "meet"},
		[FIELD_LOCK] = {"lock", "mutex", "guard"},
		[FIELD_REFS] = {"refs", "users", "shared_by"},
	};
	for (int f = FIELD_N; f < FIELDS; f++)
		w->field_names[f] = fields[f][form(w, 3)];
	for (int k = 0; k < w->plan->nfns; k++)
		for (int i = 0; i < w->plan->fns[k].nvars; i++)
			w->names[k][i] = w->plan->fns[k].vars[i].in_for
			                     ? TEXT(w, "%s%d", form(w, 2) ? "j" : "i", i)
			                     : TEXT(w, "%s%d", pick_name(w, w->plan->fns[k].vars[i].type), i);
}

const char *var_name(Writer *w, int var)
{
	static const char *const globals[] = {"shared_pointer", "shared_number", "shared_box"};
	if (var >= GLOBAL_POINTER)
		return TEXT(w, "%s_%llu", globals[var - GLOBAL_POINTER], (unsigned long long)w->id);
	return w->names[w->fn_index][var];
}

const char *fn_name(Writer *w, int fn)
{
	if (fn == 0)
		return w->plan->is_main ? "main" : TEXT(w, "test_%llu", (unsigned long long)w->id);
	return TEXT(w, "helper%d_%llu", fn, (unsigned long long)w->id);
}

const char *entry_name(Writer *w, int entry)
{
	if (entry == OWN_ENTRY)
		return "entry";
	return TEXT(w, "entry%d_%llu", entry, (unsigned long long)w->id);
}

const char *type_name(Writer *w, Type type)
{
	switch (type) {
	case TYPE_INT: return "int ";
	case TYPE_BOX: return TEXT(w, "struct box_%llu ", (unsigned long long)w->id);
	case TYPE_HANDLE: {
		const char *handle = apis[w->plan->api].handle;
		return handle[strlen(handle) - 1] == '*' ? handle : TEXT(w, "%s ", handle);
	}
	case TYPE_INT_PTR: return "int *";
	case TYPE_BOX_PTR: return TEXT(w, "struct box_%llu *", (unsigned long long)w->id);
	case TYPE_HANDLE_PTR: return TEXT(w, "%s *", apis[w->plan->api].handle);
	case TYPE_VOID_PTR: return "void *";
	}
	return "";
}

// ---- places, expressions, conditions ------------------------------------------------------------------

static const char *index_text(Writer *w, Place place)
{
	if (place.index_var == NONE)
		return TEXT(w, "%d", place.index);
	if (place.index == 0)
		return var_name(w, place.index_var);
	return TEXT(w, "%s %c %d", var_name(w, place.index_var), place.index < 0 ? '-' : '+',
	            place.index < 0 ? -place.index : place.index);
}

static bool is_array(const Writer *w, Place place)
{
	return place.var < GLOBAL_POINTER && w->fn->vars[place.var].array;
}

static bool is_indexed(const Writer *w, Place place)
{
	return is_array(w, place) || place.index_var != NONE || place.index != 0;
}

const char *place_text(Writer *w, Place place)
{
	const char *var = var_name(w, place.var), *field = w->field_names[place.field];
	if (is_indexed(w, place)) {
		const char *element = TEXT(w, "%s[%s]", var, index_text(w, place));
		return place.field == FIELD_SELF ? element : TEXT(w, "%s.%s", element, field);
	}
	if (place.field == FIELD_SELF)
		return place.deref ? TEXT(w, "*%s", var) : var;
	if (place.deref)
		return form(w, 8) == 1 ? TEXT(w, "(*%s).%s", var, field) : TEXT(w, "%s->%s", var, field);
	return TEXT(w, "%s.%s", var, field);
}

const char *address_text(Writer *w, Place place)
{
	if (place.deref && place.field == FIELD_SELF && !is_indexed(w, place))
		return var_name(w, place.var);
	if (is_indexed(w, place) && place.field == FIELD_SELF && form(w, 3) == 1)
		return TEXT(w, "%s + %s", var_name(w, place.var), index_text(w, place));
	const char *text = place_text(w, place);
	return form(w, 8) == 1 ? TEXT(w, "&(%s)", text) : TEXT(w, "&%s", text);
}

const char *count_text(Writer *w, int more)
{
	const char *count = TEXT(w, "COUNT_%llu", (unsigned long long)w->id);
	if (!w->count_named)
		return TEXT(w, "%d", w->plan->count_shown + more);
	return more == 0 ? count : TEXT(w, "%s %c %d", count, more < 0 ? '-' : '+', more < 0 ? -more : more);
}

const char *expr_text(Writer *w, Expr expr)
{
	switch (expr.kind) {
	case EXPR_NUMBER: return TEXT(w, "%d", expr.number);
	case EXPR_COUNT: return count_text(w, expr.number);
	case EXPR_VALUE: {
		const char *place = place_text(w, expr.place);
		int more = expr.number;
		return more == 0 ? place : TEXT(w, "%s %c %d", place, more < 0 ? '-' : '+', more < 0 ? -more : more);
	}
	case EXPR_ADDRESS: return address_text(w, expr.place);
	case EXPR_NULL: return "NULL";
	case EXPR_CAST: return TEXT(w, "(void *)(long)%s", place_text(w, expr.place));
	case EXPR_STRING: return "(void *)\"words\"";
	case EXPR_ENTRY: return entry_name(w, expr.number);
	}
	return "";
}

const char *cond_text(Writer *w, Cond cond, bool negated)
{
	const char *place = cond.kind == COND_ASK ? TEXT(w, "more(%d)", w->asked++) : place_text(w, cond.place);
	const char *than = cond.kind == COND_ASK ? "" : expr_text(w, cond.than);
	if (place[0] == '*')
		place = TEXT(w, "(%s)", place);
	switch (cond.kind) {
	case COND_TRUE:
	case COND_FALSE:
	case COND_ASK: {
		bool truth = (cond.kind != COND_FALSE) != negated;
		if (form(w, 2) && cond.kind == COND_ASK)
			return TEXT(w, "%s %s 0", place, truth ? "!=" : "==");
		return TEXT(w, "%s%s", truth ? "" : "!", place);
	}
	case COND_LESS: return TEXT(w, "%s %s %s", place, negated ? ">=" : "<", than);
	case COND_MORE_THAN:
		if (cond.than.kind == EXPR_NUMBER && cond.than.number == -1 && form(w, 2) == 0)
			return TEXT(w, "%s %s 0", place, negated ? "<" : ">=");
		return TEXT(w, "%s %s %s", place, negated ? "<=" : ">", than);
	case COND_IS: return TEXT(w, "%s %s %s", place, negated ? "!=" : "==", than);
	}
	return "";
}
