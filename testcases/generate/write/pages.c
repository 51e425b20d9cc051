// SPDX-License-Identifier: MIT
// pages: what stands round the statements. A program's struct, its entries and its functions,
// some of them in the second file. What all programs use is in programs.h.
#include "write/write.h"

void pages_start(Pages *pages, Arena *arena)
{
	*pages = (Pages){.wanted = {.arena = arena}, .calls = {.arena = arena}};
	for (int i = 0; i < 2; i++) {
		Page *page = &pages->page[i];
		*page = (Page){.text = {.arena = arena}, .line = 3};
		buf_puts(&page->text, "#include \"programs.h\"\n\n");
		for (; i == 1 && page->line < SECOND_PAGE; page->line++)
			buf_putc(&page->text, '\n');
	}
}

// ---- what a program uses --------------------------------------------------------------------------

typedef struct Uses {
	uint32_t fields;
	uint32_t globals;       // by bit
	uint32_t entries, vars; // by bit; variables of the function under test
	bool second;            // some function is in the second file
	int fn;                 // that is looked at
} Uses;

static void use_place(Uses *uses, Place place)
{
	if (place.var == NONE)
		return;
	uses->fields |= 1u << place.field;
	if (uses->fn == 0 && place.var < GLOBAL_POINTER)
		uses->vars |= 1u << place.var;
	if (uses->fn == 0 && place.index_var != NONE)
		uses->vars |= 1u << place.index_var;
	if (place.var >= GLOBAL_POINTER)
		uses->globals |= 1u << (place.var - GLOBAL_POINTER);
}

static void use_expr(Uses *uses, Expr expr)
{
	if (expr.kind == EXPR_VALUE || expr.kind == EXPR_ADDRESS || expr.kind == EXPR_CAST)
		use_place(uses, expr.place);
	if (expr.kind == EXPR_ENTRY && expr.number != OWN_ENTRY)
		uses->entries |= 1u << expr.number;
}

static void use_list(Uses *uses, const Plan *plan, const StmtList *list)
{
	for (uint32_t i = 0; i < list->n; i++) {
		const Stmt *stmt = list->v[i];
		uses->fields |= stmt->kind == STMT_UNREF ? 1u << FIELD_REFS : 0;
		use_place(uses, stmt->to);
		use_place(uses, stmt->from);
		use_place(uses, stmt->lock);
		use_expr(uses, stmt->value);
		for (int k = 0; k < stmt->nargs; k++)
			use_expr(uses, stmt->args[k]);
		if (stmt->kind == STMT_IF || stmt->kind == STMT_WHILE || stmt->kind == STMT_DO || stmt->kind == STMT_FOR) {
			if (stmt->cond.kind != COND_ASK)
				use_place(uses, stmt->cond.place);
			use_expr(uses, stmt->cond.than);
		}
		if (stmt->entry >= 0 &&
		    (stmt->kind == STMT_SPAWN || (stmt->kind == STMT_CALL && plan->fns[stmt->callee].takes_entry)))
			uses->entries |= 1u << stmt->entry;
		use_list(uses, plan, &stmt->body);
		use_list(uses, plan, &stmt->other);
	}
}

static void use_entry(Uses *uses, const Entry *entry)
{
	for (int i = 0; i < entry->n; i++) {
		for (int k = 0; k < entry->ops[i].length; k++)
			uses->fields |= 1u << entry->ops[i].path[k];
		uses->fields |= entry->ops[i].kind == OP_CALL ? 1u << FIELD_FN : 0;
		uses->fields |= entry->ops[i].locked ? 1u << FIELD_LOCK : 0;
		uses->globals |= entry->ops[i].global;
	}
}

static Uses find_uses(const Plan *plan)
{
	Uses uses = {0};
	uint32_t called = plan_called(plan);
	for (int i = 0; i < plan->nfns; i++)
		if (called >> i & 1) {
			uses.fn = i;
			use_list(&uses, plan, &plan->fns[i].body);
			uses.second |= i > 0 && plan->fns[i].elsewhere;
		}
	for (int i = 0; i < plan->nentries; i++)
		if (uses.entries >> i & 1)
			use_entry(&uses, &plan->entries[i]);
	if (!(uses.fields >> FIELD_N))
		uses.fields |= 1u << FIELD_N;
	return uses;
}

// ---- declarations ------------------------------------------------------------------------------------

static void field_write(Writer *w, Field field)
{
	const ApiText *api = &apis[w->plan->api];
	const char *name = w->field_names[field];
	switch (field) {
	case FIELD_N:
	case FIELD_SPARE:
	case FIELD_REFS:
	case FIELD_STATE: line(w, "int %s;", name); break;
	case FIELD_P: line(w, "int *%s;", name); break;
	case FIELD_NEXT: line(w, "struct box_%llu *%s;", (unsigned long long)w->id, name); break;
	case FIELD_THREAD: line(w, "%s%s;", type_name(w, TYPE_HANDLE), name); break;
	case FIELD_FN: line(w, "%s(*%s)(void *);", api->result, name); break;
	case FIELD_ARG: line(w, "void *%s;", name); break;
	case FIELD_SEM:
	case FIELD_OTHER:
	case FIELD_LATCH:
	case FIELD_GATE:
	case FIELD_LOCK: sync_field_write(w, field); break;
	case FIELD_SELF:
	case FIELDS: break;
	}
}

static void struct_write(Writer *w)
{
	line(w, "struct box_%llu {", (unsigned long long)w->id);
	w->indent++;
	for (Field f = FIELD_N; f < FIELDS; f++)
		if (w->fields >> f & 1)
			field_write(w, f);
	w->indent--;
	line(w, "};");
	if (w->count_named)
		line(w, form(w, 2) ? "enum { COUNT_%llu = %d };" : "#define COUNT_%llu %d", (unsigned long long)w->id,
		     w->plan->count_shown);
}

static const char *fn_head(Writer *w, int index)
{
	const Fn *fn = &w->plan->fns[index];
	Buf out = {.arena = w->arena};
	w->fn = fn;
	w->fn_index = index;
	buf_printf(&out, "%s%s%s(", index && !w->shared ? "static " : "", fn->returns_int ? "int " : "void ",
	           fn_name(w, index));
	size_t start = out.len;
	for (int i = 0; i < fn->nparams; i++)
		if (index || w->surface->seed || w->vars >> i & 1) // unused ones only make it longer
			buf_printf(&out, "%s%s%s", out.len > start ? ", " : "", type_name(w, fn->vars[i].type), var_name(w, i));
	if (fn->takes_entry)
		buf_printf(&out, "%s%s(*entry)(void *)", out.len > start ? ", " : "", apis[w->plan->api].result);
	if (out.len == start)
		buf_puts(&out, "void");
	buf_putc(&out, ')');
	return out.text;
}

static void prototypes_write(Writer *w)
{
	const char *result = apis[w->plan->api].result, *linkage = w->shared ? "" : "static ";
	for (int i = 0; i < w->plan->nentries; i++)
		if (w->entries >> i & 1)
			line(w, "%s%s%s(void *arg);", linkage, result, entry_name(w, i));
	for (int i = 1; i < w->plan->nfns; i++)
		if (w->called >> i & 1)
			line(w, "%s;", fn_head(w, i));
}

static void globals_write(Writer *w, uint32_t globals)
{
	static const Type types[] = {TYPE_INT_PTR, TYPE_INT, TYPE_BOX};
	for (int i = 0; i < 3; i++)
		if (globals >> i & 1)
			line(w, "static %s%s;", type_name(w, types[i]), var_name(w, GLOBAL_POINTER + i));
}

// ---- entries ---------------------------------------------------------------------------------------------

// The place of an operation, from the name of the payload.
static const char *op_place(Writer *w, const Op *op, const char *payload)
{
	const char *text = op->global ? var_name(w, GLOBAL_POINTER) : payload;
	for (int i = 0; i < op->length; i++)
		text = op->path[i] == FIELD_SELF ? TEXT(w, "*%s", text) : TEXT(w, "%s->%s", text, w->field_names[op->path[i]]);
	return text;
}

static void read_write(Writer *w, const Op *op, const char *place, const char *lock)
{
	int temp = w->temps++;
	switch (form(w, 4)) {
	case 1: locked_write(w, lock, TEXT(w, "if (%s) work();", place)); break;
	case 2:
		locked_write(w, lock, TEXT(w, "int seen%d = %s;", temp, place));
		line(w, "use(seen%d);", temp);
		break;
	default: locked_write(w, lock, TEXT(w, "use(%s);", place)); break;
	}
	(void)op;
}

static void change_write(Writer *w, const char *place, const char *lock)
{
	switch (form(w, 3)) {
	case 1: locked_write(w, lock, TEXT(w, "%s += 2;", place)); break;
	case 2: locked_write(w, lock, TEXT(w, "(%s)++;", place)); break;
	default: locked_write(w, lock, TEXT(w, "%s = 5;", place)); break;
	}
}

static void call_write(Writer *w, const Entry *entry, const char *payload)
{
	const char *fn = w->field_names[FIELD_FN], *arg = w->field_names[FIELD_ARG];
	if (!entry->free_first) {
		line(w, "%s->%s(%s->%s);", payload, fn, payload, arg);
		return;
	}
	line(w, "%s(*run)(void *) = %s->%s;", apis[w->plan->api].result, payload, fn);
	line(w, "void *passed = %s->%s;", payload, arg);
	line(w, "%s(%s);", api_never_fails[w->plan->api] ? "g_free" : "free", payload);
	line(w, "run(passed);");
}

static void op_write(Writer *w, const Entry *entry, const Op *op, const char *payload)
{
	const char *lock = op->locked ? TEXT(w, "%s->%s", payload, w->field_names[FIELD_LOCK]) : NULL;
	const char *place = op_place(w, op, payload);
	if (w->surface->runnable)
		line(w, "nap();");
	if (op->global || (op->length == 2 && (form(w, 2) || w->surface->runnable))) {
		line(w, "if (%s)",
		     op->global ? var_name(w, GLOBAL_POINTER)
		                : op_place(w, &(Op){.length = 1, .path = {op->path[0]}}, payload));
		line(w, op->kind == OP_WRITE ? "\t%s = 3;" : "\tuse(%s);", place);
		return;
	}
	switch (op->kind) {
	case OP_READ: read_write(w, op, place, lock); break;
	case OP_WRITE: change_write(w, place, lock); break;
	case OP_FREE: line(w, "%s(%s);", api_never_fails[w->plan->api] ? "g_free" : "free", payload); break;
	case OP_SIGNAL: signal_write(w, op->path[0], place); break;
	case OP_CALL: call_write(w, entry, payload); break;
	case OP_AWAIT: await_write(w, place); break;
	case OP_UNREF: unref_write(w, payload); break;
	case OP_COMPARE: line(w, "use(%s != NULL);", payload); break;
	}
}

// The payload as the entry speaks of it: a typed local, or a cast each time.
static const char *payload_name(Writer *w, const Entry *entry)
{
	const char *type = type_name(w, entry->payload);
	bool used = false;
	for (int i = 0; i < entry->n; i++)
		used |= !entry->ops[i].global;
	if (!used) {
		line(w, "(void)arg;");
		return "arg";
	}
	if (form(w, 4) == 1)
		return TEXT(w, "((%s)arg)", type);
	line(w, "%smine = arg;", type);
	return "mine";
}

static void entry_write(Writer *w, int index)
{
	const ApiText *api = &apis[w->plan->api];
	const Entry *entry = &w->plan->entries[index];
	line(w, "%s%s%s(void *arg)", w->shared ? "" : "static ", api->result, entry_name(w, index));
	line(w, "{");
	w->indent++;
	const char *payload = payload_name(w, entry);
	for (int i = 0; i < entry->n; i++)
		op_write(w, entry, &entry->ops[i], payload);
	if (*api->returns)
		line(w, "%s", api->returns);
	w->indent--;
	line(w, "}");
}

// ---- functions and programs ------------------------------------------------------------------------------

static void fn_write(Writer *w, int index)
{
	line(w, "%s", fn_head(w, index));
	line(w, "{");
	w->indent++;
	list_write(w, &w->plan->fns[index].body);
	w->indent--;
	line(w, "}");
}

static void page_write(Writer *w, int page, uint32_t globals)
{
	w->page = &w->pages->page[page];
	uint32_t first = w->page->line;
	w->fn = &w->plan->fns[0];
	struct_write(w);
	prototypes_write(w);
	if (page == 0) {
		globals_write(w, globals);
		for (int i = 0; i < w->plan->nentries; i++)
			if (w->entries >> i & 1)
				entry_write(w, i);
	}
	for (int i = w->plan->nfns - 1; i > 0; i--)
		if (w->called >> i & 1 && w->plan->fns[i].elsewhere == (page == 1))
			fn_write(w, i);
	if (page == 0)
		fn_write(w, 0);
	line(w, "%s", "");
	buf_printf(&w->pages->wanted, "program %llu %u %u%s\n", (unsigned long long)w->plan->seed, first, w->page->line - 1,
	           w->plan->count_shown > w->plan->count || w->plan->nested ? " long" : "");
}

void plan_write(Pages *pages, Plan *plan, const Truth *truth, const Surface *surface)
{
	Uses uses = find_uses(plan);
	Writer w = {.pages = pages,
	            .plan = plan,
	            .truth = truth,
	            .surface = surface,
	            .random = {surface->seed},
	            .arena = plan->arena,
	            .id = plan->seed,
	            .fields = uses.fields,
	            .shared = uses.second,
	            .called = plan_called(plan),
	            .entries = uses.entries,
	            .vars = uses.vars};
	w.count_named = form(&w, 2);
	name_everything(&w);
	page_write(&w, 0, uses.globals);
	if (uses.second)
		page_write(&w, 1, 0);
}

// ---- runnable programs -----------------------------------------------------------------------------------

void replay_write(Pages *pages, const Plan *plan, const Replay *replay, uint32_t number)
{
	Buf *out = &pages->calls;
	const Fn *fn = &plan->fns[0];
	buf_printf(out, "\tcase %u: {\n\t\tstatic const char said[] = {", number);
	for (uint32_t i = 0; i < replay->nanswers; i++)
		buf_printf(out, "%d, ", replay->answers[i]);
	buf_printf(out, "0};\n\t\tanswers = said;\n\t\ttest_%llu(", (unsigned long long)plan->seed);
	for (int i = 0; i < fn->nparams; i++) {
		buf_puts(out, i ? ", " : "");
		if (fn->vars[i].type == TYPE_BOX)
			buf_printf(out, "(struct box_%llu){0}", (unsigned long long)plan->seed);
		else
			buf_printf(out, "%d", replay->params[i]);
	}
	buf_puts(out, ");\n\t\tbreak;\n\t}\n");
}

void main_write(Pages *pages)
{
	buf_printf(&pages->page[0].text,
	           "const char *answers;\nint main(int argc, char **argv)\n{\n\tswitch (atoi(argv[argc - 1])) {\n%s\t}\n"
	           "\tlinger(argc > 2);\n}\n",
	           pages->calls.text);
}
