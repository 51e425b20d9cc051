// SPDX-License-Identifier: MIT
// statements: one function for each kind of statement that calls no thread API.
#include "write/write.h"

// ---- blocks ------------------------------------------------------------------------------------------------

static void stmt_write(Writer *w, const Stmt *stmt);

void list_write(Writer *w, const StmtList *list)
{
	for (uint32_t i = 0; i < list->n; i++) {
		if (form(w, 24) == 1)
			line(w, form(w, 2) ? "work();" : "use(%d);", (int)i);
		stmt_write(w, list->v[i]);
	}
}

static void block_write(Writer *w, const StmtList *list, const char *after)
{
	w->indent++;
	list_write(w, list);
	w->indent--;
	line(w, "}%s", after);
}

// `head` ends with the opening brace; the other branch may be empty.
void branches_write(Writer *w, const char *head, const StmtList *first, const StmtList *second)
{
	line(w, "%s {", head);
	if (!second->n) {
		block_write(w, first, "");
		return;
	}
	block_write(w, first, " else {");
	block_write(w, second, "");
}

// Whether a break or continue in the list would leave what the list stands in.
static bool leaves(const StmtList *list, bool by_continue)
{
	for (uint32_t i = 0; i < list->n; i++) {
		const Stmt *stmt = list->v[i];
		bool loop =
			stmt->kind == STMT_FOR || stmt->kind == STMT_WHILE || stmt->kind == STMT_DO || stmt->kind == STMT_COUNTDOWN;
		if (stmt->kind == (by_continue ? STMT_CONTINUE : STMT_BREAK))
			return true;
		if (!loop && (leaves(&stmt->body, by_continue) || leaves(&stmt->other, by_continue)))
			return true;
	}
	return false;
}

static void if_write(Writer *w, const Stmt *stmt)
{
	bool simple = stmt->cond.kind == COND_TRUE && w->fn->vars[stmt->cond.place.var].type == TYPE_INT;
	bool breaks = leaves(&stmt->body, false) || leaves(&stmt->other, false);
	if (simple && !breaks && form(w, 12) == 1) {
		line(w, "switch (%s) {", place_text(w, stmt->cond.place));
		line(w, "case 0: {");
		block_write(w, &stmt->other, " break;");
		line(w, "default: {");
		block_write(w, &stmt->body, " break;");
		line(w, "}");
	} else if (form(w, 5) == 1) {
		line(w, "if (%s) {", cond_text(w, stmt->cond, true));
		block_write(w, &stmt->other, " else {");
		block_write(w, &stmt->body, "");
	} else {
		branches_write(w, TEXT(w, "if (%s)", cond_text(w, stmt->cond, false)), &stmt->body, &stmt->other);
	}
}

// ---- loops ---------------------------------------------------------------------------------------------------

static const char *step_text(Writer *w, const Stmt *stmt)
{
	const char *counter = place_text(w, stmt->to), *sign = stmt->number < 0 ? "-" : "+";
	switch (form(w, 3)) {
	case 1: return TEXT(w, "%s%s%s", sign, sign, counter);
	case 2: return TEXT(w, "%s %s= 1", counter, sign);
	default: return TEXT(w, "%s%s%s", counter, sign, sign);
	}
}

static void for_as_while(Writer *w, const Stmt *stmt, const char *type, bool by_goto)
{
	int label = w->temps++;
	if (*type) {
		line(w, "{");
		w->indent++;
	}
	belongs(w, stmt, false);
	line(w, "%s%s = %s;", type, place_text(w, stmt->to), expr_text(w, stmt->value));
	if (by_goto)
		line(w, "again%d:;", label);
	line(w, "%s (%s) {", by_goto ? "if" : "while", cond_text(w, stmt->cond, false));
	w->indent++;
	line(w, "{");
	block_write(w, &stmt->body, "");
	belongs(w, stmt, true);
	line(w, "%s;", step_text(w, stmt));
	if (by_goto)
		line(w, "goto again%d;", label);
	w->indent--;
	line(w, "}");
	if (*type) {
		w->indent--;
		line(w, "}");
	}
}

static void for_write(Writer *w, const Stmt *stmt)
{
	const char *type = w->fn->vars[stmt->to.var].in_for ? "int " : "";
	bool continues = leaves(&stmt->body, true), breaks = leaves(&stmt->body, false);
	uint32_t way = form(w, 8);
	if (way == 1 && !continues) {
		for_as_while(w, stmt, type, false);
	} else if (way == 2 && !continues && !breaks) {
		for_as_while(w, stmt, type, true);
	} else {
		belongs(w, stmt, false);
		belongs(w, stmt, true);
		line(w, "for (%s%s = %s; %s; %s) {", type, place_text(w, stmt->to), expr_text(w, stmt->value),
		     cond_text(w, stmt->cond, false), step_text(w, stmt));
		block_write(w, &stmt->body, "");
	}
}

static void while_write(Writer *w, const Stmt *stmt)
{
	if (stmt->kind == STMT_DO) {
		line(w, "do {");
		block_write(w, &stmt->body, TEXT(w, " while (%s);", cond_text(w, stmt->cond, false)));
		return;
	}
	switch (form(w, 4)) {
	case 1: line(w, "for (; %s;) {", cond_text(w, stmt->cond, false)); break;
	case 2:
		line(w, "for (;;) {");
		line(w, "\tif (%s)", cond_text(w, stmt->cond, true));
		line(w, "\t\tbreak;");
		break;
	default: line(w, "while (%s) {", cond_text(w, stmt->cond, false)); break;
	}
	block_write(w, &stmt->body, "");
}

static void countdown_write(Writer *w, const Stmt *stmt)
{
	const char *counter = place_text(w, stmt->to);
	if (stmt->how != COUNTDOWN_BODY) {
		belongs(w, stmt, false);
		line(w, stmt->how == COUNTDOWN_TEST ? "while (%s-- > 0) {" : "while (%s--) {", counter);
	} else {
		line(w, "while (%s > 0) {", counter);
		belongs(w, stmt, false);
		line(w, "\t%s--;", counter);
	}
	block_write(w, &stmt->body, "");
}

// ---- data ------------------------------------------------------------------------------------------------------

static void declare_write(Writer *w, const Stmt *stmt)
{
	const Var *var = &w->fn->vars[stmt->var];
	const char *type = var->is_unsigned ? "unsigned " : type_name(w, var->type), *name = var_name(w, stmt->var),
			   *value = expr_text(w, stmt->value);
	bool set = stmt->value.kind != EXPR_NUMBER || stmt->value.number >= 0;
	if (var->storage == STORAGE_STATIC)
		line(w, "static %s%s;", type, name);
	else if (var->array)
		line(w, "%s%s[%s]%s;", type, name, count_text(w, 0),
		     var->type == TYPE_BOX   ? " = {{0}}"
		     : var->type == TYPE_INT ? " = {0}"
		                             : "");
	else if (var->type == TYPE_BOX && (!set || !(w->fields >> FIELD_N & 1)))
		line(w, "%s%s = {0};", type, name);
	else if (var->type == TYPE_BOX)
		line(w, "%s%s = {.%s = %s};", type, name, w->field_names[FIELD_N], value);
	else if (!set)
		line(w, "%s%s;", type, name);
	else if (form(w, 5) == 1) {
		line(w, "%s%s;", type, name);
		line(w, "%s = %s;", name, value);
	} else
		line(w, "%s%s = %s;", type, name, value);
}

static void alloc_write(Writer *w, const Stmt *stmt)
{
	const char *to = place_text(w, stmt->to), *target = to[0] == '*' ? TEXT(w, "(%s)", to) : to;
	bool glib = api_never_fails[w->plan->api];
	const char *type = w->fn->vars[stmt->to.var].type == TYPE_BOX_PTR ? type_name(w, TYPE_BOX) : "int ";
	if (stmt->how == MEMORY_LITERAL)
		line(w, "%s = &(%s){0};", to, type);
	else if (stmt->how == MEMORY_ALLOCA)
		line(w, "%s = __builtin_alloca(sizeof *%s);", to, target);
	else if (glib)
		line(w, "%s = g_malloc0(sizeof *%s%s);", to, target, stmt->array ? TEXT(w, " * %s", count_text(w, 0)) : "");
	else
		line(w, stmt->array || form(w, 3) == 1 ? "%s = %scalloc(%s, sizeof *%s);" : "%s = %smalloc(%s * sizeof *%s);",
		     to, w->surface->runnable && stmt->other.n ? "asked_" : "", stmt->array ? count_text(w, 0) : "1", target);
	if (stmt->how == MEMORY_HEAP && stmt->other.n && !glib)
		branches_write(w, TEXT(w, form(w, 2) ? "if (%s == NULL)" : "if (!%s)", to), &stmt->other, &(StmtList){0});
}

static void exit_write(Writer *w)
{
	static const char *const ways[] = {"exit(1);", "abort();", "_exit(2);", "die(\"no way on\");",
	                                   "DIE(\"no way on\");"};
	line(w, "%s", ways[form(w, 5)]);
}

static void return_write(Writer *w, const Stmt *stmt)
{
	if (w->fn->returns_int)
		line(w, "return %s;", expr_text(w, stmt->value));
	else
		line(w, "return;");
}

// ---- statements
// --------------------------------------------------------------------------------------------------------

static void braces_write(Writer *w, const Stmt *stmt)
{
	bool breaks = leaves(&stmt->body, false) || leaves(&stmt->body, true);
	bool once = !breaks && form(w, 5) == 1;
	line(w, once ? "do {" : "{");
	block_write(w, &stmt->body, once ? " while (0);" : "");
}

static void stmt_write(Writer *w, const Stmt *stmt)
{
	switch (stmt->kind) {
	case STMT_DECLARE: declare_write(w, stmt); break;
	case STMT_SET: set_write(w, stmt); break;
	case STMT_COPY:
		belongs(w, stmt, false);
		if (form(w, 3) == 1)
			line(w, "memcpy(%s, %s, sizeof(struct box_%llu));", address_text(w, stmt->to), address_text(w, stmt->from),
			     (unsigned long long)w->id);
		else
			line(w, "%s = %s;", place_text(w, stmt->to), place_text(w, stmt->from));
		break;
	case STMT_READ:
		belongs(w, stmt, false);
		line(w, "use(%s);", place_text(w, stmt->from));
		break;
	case STMT_ALLOC: alloc_write(w, stmt); break;
	case STMT_FREE:
		belongs(w, stmt, false);
		line(w, "%s(%s);", api_never_fails[w->plan->api] ? "g_free" : "free", address_text(w, stmt->from));
		break;
	case STMT_SPAWN:
	case STMT_CALL: start_write(w, stmt); break;
	case STMT_JOIN:
	case STMT_DETACH: handle_write(w, stmt); break;
	case STMT_IF: if_write(w, stmt); break;
	case STMT_FOR: for_write(w, stmt); break;
	case STMT_WHILE:
	case STMT_DO: while_write(w, stmt); break;
	case STMT_COUNTDOWN: countdown_write(w, stmt); break;
	case STMT_BLOCK: braces_write(w, stmt); break;
	case STMT_LABEL: line(w, "out%d:;", stmt->label); break;
	case STMT_GOTO: line(w, "goto out%d;", stmt->label); break;
	case STMT_BREAK: line(w, "break;"); break;
	case STMT_CONTINUE: line(w, "continue;"); break;
	case STMT_RETURN: return_write(w, stmt); break;
	case STMT_EXIT: exit_write(w); break;
	case STMT_INIT: init_write(w, stmt); break;
	case STMT_WAIT: wait_write(w, stmt); break;
	case STMT_DESTROY: destroy_write(w, stmt); break;
	case STMT_POST: post_write(w, stmt); break;
	case STMT_UNREF: unref_write(w, address_text(w, stmt->from)); break;
	case STMT_WORK: line(w, "work();"); break;
	}
}
