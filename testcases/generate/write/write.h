// SPDX-License-Identifier: MIT
// write: a plan in, C out. The same plan has many surfaces (names, loop forms, tests, macros,
// temporaries, places of functions); a surface never changes what the program does, so its
// findings are those of the plan, on the lines where the surface puts them.
#ifndef GENERATE_WRITE_H
#define GENERATE_WRITE_H

#include "plan/plan.h"

typedef struct ApiText {
	const char *handle, *result, *returns, *create, *join, *detach;
} ApiText;
extern const ApiText apis[APIS]; // threads.c

typedef struct Writer {
	Pages *pages;
	Plan *plan;
	const Truth *truth;
	const Surface *surface;
	Random random;
	Arena *arena;
	uint64_t id; // in the names of what is at file scope
	const Fn *fn;
	int fn_index;
	Page *page;
	int indent;
	uint32_t fields;                // of the box, that are used
	uint32_t called, entries, vars; // functions, entries, variables of the first that are used
	bool shared;                    // with the second file: nothing is static
	int temps;
	int asked;                      // questions, of which no two have the same answer
	bool count_named;       // the length of arrays has a name
	const Stmt *pending[2]; // statements whose findings belong to the next line
	bool pending_step[2];
	const char *names[MAX_FNS][MAX_VARS];
	const char *field_names[FIELDS];
} Writer;

#define TEXT(w, ...) arena_printf((w)->arena, __VA_ARGS__)

// names.c: the texts of lines' parts
uint32_t form(Writer *w, uint32_t n); // the number of a way to write something, of `n` equal ones
void line(Writer *w, const char *format, ...) PRINTF_LIKE(2, 3);
void belongs(Writer *w, const Stmt *stmt, bool step); // the next line is where its findings stand
void name_everything(Writer *w);
const char *var_name(Writer *w, int var);
const char *fn_name(Writer *w, int fn);
const char *entry_name(Writer *w, int entry);
const char *type_name(Writer *w, Type type);
const char *place_text(Writer *w, Place place);
const char *address_text(Writer *w, Place place);
const char *count_text(Writer *w, int more);
const char *expr_text(Writer *w, Expr expr);
const char *cond_text(Writer *w, Cond cond, bool negated);

// statements.c
void list_write(Writer *w, const StmtList *list);
void branches_write(Writer *w, const char *head, const StmtList *first, const StmtList *second);

// threads.c: what calls an API
void start_write(Writer *w, const Stmt *stmt);
void handle_write(Writer *w, const Stmt *stmt);
void init_write(Writer *w, const Stmt *stmt);
void wait_write(Writer *w, const Stmt *stmt);
void destroy_write(Writer *w, const Stmt *stmt);
void post_write(Writer *w, const Stmt *stmt);
void await_write(Writer *w, const char *place);
void unref_write(Writer *w, const char *block);
void set_write(Writer *w, const Stmt *stmt);
void signal_write(Writer *w, Field sync, const char *place);
void locked_write(Writer *w, const char *lock, const char *text);
void sync_field_write(Writer *w, Field sync);

#endif
