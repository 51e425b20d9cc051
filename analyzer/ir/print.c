// SPDX-License-Identifier: MIT
// print: IR in, its text form out (docs/ir.md). One switch over the opcodes writes
// what the switch in parse.c reads; nothing is printed that the parser would assume.
#include "ir/text.h"

typedef struct Printer {
	Buf *out;
	const Ir *ir;
	const Fn *fn;
	const uint32_t *file_number; // FileId -> number in this text; NULL: the FileId itself
	uint32_t file;               // number of the file that the last position was in
	Map globals;                 // symbols of the function's VAR_GLOBAL variables
	Arena scratch;               // holds `globals`; reset for every function
} Printer;

static void put_i64(Buf *out, int64_t number)
{
	char digits[24], *at = digits + sizeof digits;
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	do
		*--at = (char)('0' + rest % 10);
	while (rest /= 10);
	if (number < 0)
		*--at = '-';
	buf_put(out, at, (size_t)(digits + sizeof digits - at));
}

static void put_quoted(Printer *p, StrId str)
{
	const char *text = strs_text(&p->ir->strs, str);
	buf_quote(p->out, text, strlen(text));
}

// A name bare where it is a word, else between quotes.
static void put_name(Printer *p, StrId name)
{
	const char *text = strs_text(&p->ir->strs, name);
	if (ir_is_word(text))
		buf_puts(p->out, text);
	else
		put_quoted(p, name);
}

static void put_symbol(Printer *p, StrId name)
{
	buf_putc(p->out, '@');
	put_name(p, name);
}

// Temporaries are `%3`; their names carry the percent sign.
static void put_temp(Printer *p, const char *text)
{
	text += *text == '%';
	buf_putc(p->out, '%');
	const char *at = text;
	while (ir_is_word_char(*at))
		at++;
	if (*text && !*at)
		buf_puts(p->out, text);
	else
		buf_quote(p->out, text, strlen(text));
}

static void put_var(Printer *p, VarId id)
{
	if (!p->fn || id.i >= p->fn->vars.n) {
		buf_puts(p->out, "$\"variable ");
		put_i64(p->out, id.i);
		buf_putc(p->out, '"');
		return;
	}
	const Var *var = &p->fn->vars.v[id.i];
	const char *text = strs_text(&p->ir->strs, var->name);
	if (var->kind == VAR_GLOBAL) {
		put_symbol(p, var->name);
	} else if (var->kind == VAR_TEMP) {
		put_temp(p, text);
	} else if (ir_is_word(text) && !ir_is_reserved(text, strlen(text))) {
		buf_puts(p->out, text);
	} else {
		buf_putc(p->out, '$');
		put_quoted(p, var->name);
	}
}

// ---- paths, places, operands -------------------------------------------------------

static void put_elem(Printer *p, const Elem *elem)
{
	switch (elem->kind) {
	case ELEM_FIELD:
		buf_putc(p->out, '.');
		put_name(p, elem->field);
		return;
	case ELEM_DEREF: buf_puts(p->out, ".*"); return;
	case ELEM_ANY: buf_puts(p->out, "[*]"); return;
	case ELEM_INDEX:
	case ELEM_VAR:
		buf_putc(p->out, '[');
		if (elem->kind == ELEM_INDEX)
			put_i64(p->out, elem->index);
		else
			put_var(p, (VarId){(uint32_t)elem->index});
		buf_putc(p->out, ']');
		return;
	}
}

static void put_path(Printer *p, PathId path)
{
	if (path.i == 0)
		return;
	const Elem *elem = path_elem(&p->ir->paths, path);
	put_path(p, elem->parent);
	put_elem(p, elem);
}

static void put_place(Printer *p, Place place)
{
	if (place_none(place)) {
		buf_putc(p->out, '-');
		return;
	}
	buf_puts(p->out, place.deref ? "(*" : "");
	put_var(p, place.var);
	buf_puts(p->out, place.deref ? ")" : "");
	put_path(p, place.path);
}

static void put_operand(Printer *p, Operand operand)
{
	switch (operand.kind) {
	case OPERAND_NONE: buf_putc(p->out, '-'); return;
	case OPERAND_PLACE: put_place(p, operand.place); return;
	case OPERAND_INT: put_i64(p->out, operand.num); return;
	case OPERAND_STRING: put_quoted(p, operand.str); return;
	case OPERAND_UNKNOWN: buf_putc(p->out, '?'); return;
	case OPERAND_FN:
		// An object of the same symbol would be read back instead of the function.
		if (map_get(&p->globals, operand.str.i) != MAP_NONE)
			buf_putc(p->out, '@');
		put_symbol(p, operand.str);
		return;
	}
}

static void put_span(Printer *p, Span span)
{
	if (!span_known(span))
		return;
	uint32_t number = p->file_number ? p->file_number[span.file.i] : span.file.i;
	buf_puts(p->out, " @");
	if (number != p->file) {
		put_i64(p->out, number);
		buf_putc(p->out, '/');
		p->file = number;
	}
	put_i64(p->out, span.line);
	buf_putc(p->out, ':');
	put_i64(p->out, span.col);
	if (span.end_line == 0 || (span.end_line == span.line && span.end_col == span.col))
		return;
	buf_putc(p->out, '-');
	if (span.end_line != span.line) {
		put_i64(p->out, span.end_line);
		buf_putc(p->out, ':');
	}
	put_i64(p->out, span.end_col);
}

// ---- instructions --------------------------------------------------------------------

static void put_args(Printer *p, uint32_t first, uint32_t n)
{
	buf_putc(p->out, '(');
	for (uint32_t i = 0; i < n; i++) {
		buf_puts(p->out, i ? ", " : "");
		put_operand(p, p->fn->operands.v[first + i]);
	}
	buf_putc(p->out, ')');
}

static void put_instr(Printer *p, const Instr *instr)
{
	buf_puts(p->out, "  ");
	bool has_dst = instr->op != OP_LIVE && instr->op != OP_DEAD;
	if (has_dst && (!place_none(instr->dst) || (instr->op != OP_CALL && instr->op != OP_HAVOC))) {
		put_place(p, instr->dst);
		buf_puts(p->out, " = ");
	}
	buf_puts(p->out, ir_op_words[instr->op]);
	buf_putc(p->out, ' ');
	switch (instr->op) {
	case OP_LIVE:
		put_place(p, instr->dst);
		if (instr->a.kind != OPERAND_NONE) {
			buf_puts(p->out, " unwind ");
			put_operand(p, instr->a);
		}
		break;
	case OP_DEAD:
		put_place(p, instr->dst);
		buf_putc(p->out, ' ');
		buf_puts(p->out, ir_exit_words[instr->sub]);
		break;
	case OP_COPY:
	case OP_LOAD:
	case OP_STORE:
		put_operand(p, instr->a);
		if (instr->access != ACCESS_PLAIN) {
			buf_putc(p->out, ' ');
			buf_puts(p->out, ir_access_words[instr->access]);
		}
		break;
	case OP_ADDR:
		buf_putc(p->out, '&');
		put_operand(p, instr->a);
		break;
	case OP_CALC:
		buf_puts(p->out, ir_calc_words[instr->sub]);
		buf_putc(p->out, ' ');
		put_operand(p, instr->a);
		buf_putc(p->out, ' ');
		put_operand(p, instr->b);
		break;
	case OP_CALL:
		put_operand(p, instr->a);
		put_args(p, instr->args, instr->nargs);
		break;
	case OP_HAVOC:
		put_quoted(p, instr->why);
		if (instr->nargs) {
			buf_putc(p->out, ' ');
			put_args(p, instr->args, instr->nargs);
		}
		break;
	}
	put_span(p, instr->span);
	buf_putc(p->out, '\n');
}

static void put_block_ref(Printer *p, BlockId block)
{
	buf_puts(p->out, " b");
	put_i64(p->out, block.i);
}

static void put_cases(Printer *p, const Term *term)
{
	buf_puts(p->out, " {");
	for (uint32_t i = 0; i < term->ncases; i++) {
		const Case *c = &p->fn->cases.v[term->cases + i];
		buf_puts(p->out, i ? ", " : "");
		put_i64(p->out, c->lo);
		if (c->hi != c->lo) {
			buf_puts(p->out, "..");
			put_i64(p->out, c->hi);
		}
		buf_putc(p->out, ':');
		put_block_ref(p, c->block);
	}
	buf_putc(p->out, '}');
}

static void put_term(Printer *p, const Term *term)
{
	if (term->kind == TERM_NONE)
		return;
	buf_puts(p->out, "  ");
	buf_puts(p->out, ir_term_words[term->kind]);
	switch (term->kind) {
	case TERM_NONE:
	case TERM_UNREACHABLE: break;
	case TERM_GOTO: put_block_ref(p, term->then); break;
	case TERM_IF:
		buf_putc(p->out, ' ');
		buf_puts(p->out, ir_calc_words[term->cmp]);
		buf_putc(p->out, ' ');
		put_operand(p, term->a);
		buf_putc(p->out, ' ');
		put_operand(p, term->b);
		put_block_ref(p, term->then);
		put_block_ref(p, term->other);
		break;
	case TERM_SWITCH:
		buf_putc(p->out, ' ');
		put_operand(p, term->a);
		put_cases(p, term);
		put_block_ref(p, term->other);
		break;
	case TERM_RET:
		if (term->a.kind == OPERAND_NONE)
			break;
		buf_putc(p->out, ' ');
		put_operand(p, term->a);
		break;
	}
	put_span(p, term->span);
	buf_putc(p->out, '\n');
}

// ---- functions -------------------------------------------------------------------------

static void put_flags(Printer *p, const char *const *words, uint32_t flags)
{
	for (uint32_t i = 0; words[i]; i++) {
		if (!(flags >> i & 1))
			continue;
		buf_putc(p->out, ' ');
		buf_puts(p->out, words[i]);
	}
}

// The label that the parser assumes: the name without the `~2` of a shadowing variable.
static bool has_own_label(Printer *p, const Var *var)
{
	const char *name = strs_text(&p->ir->strs, var->name), *label = strs_text(&p->ir->strs, var->label);
	size_t len = var->kind == VAR_TEMP ? 0 : strcspn(name, "~");
	return strlen(label) != len || memcmp(name, label, len) != 0;
}

static void put_var_facts(Printer *p, const Var *var)
{
	put_flags(p, ir_var_flag_words, var->flags);
	if (var->type.i) {
		buf_putc(p->out, ' ');
		put_quoted(p, var->type);
	}
	if (has_own_label(p, var)) {
		buf_puts(p->out, " as ");
		put_quoted(p, var->label);
	}
	put_span(p, var->span);
}

static void put_vars(Printer *p)
{
	for (uint32_t i = p->fn->nparams; i < p->fn->vars.n; i++) {
		const Var *var = &p->fn->vars.v[i];
		if (var->kind == VAR_TEMP && !var->flags && !var->type.i && !var->label.i && !span_known(var->span))
			continue;
		buf_puts(p->out, "  var ");
		put_var(p, (VarId){i});
		buf_putc(p->out, ' ');
		buf_puts(p->out, ir_kind_words[var->kind]);
		put_var_facts(p, var);
		buf_putc(p->out, '\n');
	}
}

// A declaration may know how many parameters there are and nothing else of them.
static void put_params(Printer *p)
{
	const Fn *fn = p->fn;
	if (fn->nparams > fn->vars.n) {
		buf_putc(p->out, '/');
		put_i64(p->out, fn->nparams);
		return;
	}
	buf_putc(p->out, '(');
	for (uint32_t i = 0; i < fn->nparams; i++) {
		buf_puts(p->out, i ? ", " : "");
		put_var(p, (VarId){i});
		put_var_facts(p, &fn->vars.v[i]);
	}
	buf_putc(p->out, ')');
}

static void put_head(Printer *p)
{
	const Fn *fn = p->fn;
	buf_puts(p->out, fn->blocks.n ? "fn " : "decl ");
	put_symbol(p, fn->name);
	put_params(p);
	if (fn->ret_type.i) {
		buf_puts(p->out, " -> ");
		put_quoted(p, fn->ret_type);
	}
	put_flags(p, ir_fn_flag_words, fn->flags);
	if (fn->const_params) {
		buf_puts(p->out, " const=");
		put_i64(p->out, fn->const_params);
	}
	for (uint32_t i = 0; i < fn->annotations.n; i++) {
		buf_puts(p->out, " annot ");
		put_quoted(p, fn->annotations.v[i]);
	}
	put_span(p, fn->span);
}

static void put_fn(Printer *p, const Fn *fn)
{
	p->fn = fn;
	arena_reset(&p->scratch);
	p->globals = (Map){0};
	for (uint32_t i = 0; i < fn->vars.n; i++)
		if (fn->vars.v[i].kind == VAR_GLOBAL)
			map_put(&p->scratch, &p->globals, fn->vars.v[i].name.i, i);
	put_head(p);
	if (fn->blocks.n == 0) {
		buf_putc(p->out, '\n');
		return;
	}
	buf_puts(p->out, " {\n");
	put_vars(p);
	for (uint32_t b = 0; b < fn->blocks.n; b++) {
		const Block *block = &fn->blocks.v[b];
		buf_putc(p->out, 'b');
		put_i64(p->out, b);
		buf_puts(p->out, ":\n");
		for (uint32_t i = 0; i < block->n; i++)
			put_instr(p, &fn->instrs.v[block->first + i]);
		put_term(p, &block->term);
	}
	buf_puts(p->out, "}\n");
}

// ---- units -----------------------------------------------------------------------------

// Files get the numbers 1, 2, ... in the order in which a unit first uses them.
typedef struct FileNumbers {
	uint32_t *number;
	VEC(FileId) used;
	Arena *scratch;
} FileNumbers;

static void number_file(FileNumbers *files, FileId file)
{
	if (files->number[file.i])
		return;
	VEC_PUSH(files->scratch, &files->used, file);
	files->number[file.i] = files->used.n;
}

static void number_span(FileNumbers *files, Span span)
{
	if (span_known(span))
		number_file(files, span.file);
}

static void number_files_of_fn(FileNumbers *files, const Fn *fn)
{
	for (uint32_t i = 0; i < fn->vars.n; i++)
		number_span(files, fn->vars.v[i].span);
	number_span(files, fn->span);
	for (uint32_t b = 0; b < fn->blocks.n; b++) {
		const Block *block = &fn->blocks.v[b];
		for (uint32_t i = 0; i < block->n; i++)
			number_span(files, fn->instrs.v[block->first + i].span);
		number_span(files, block->term.span);
	}
}

static void put_unit_head(Buf *out, const Ir *ir, const Unit *unit)
{
	const char *path = strs_text(&ir->strs, unit->path);
	buf_puts(out, "unit ");
	buf_quote(out, path, strlen(path));
	if (unit->nhavoc) {
		buf_puts(out, " havoc=");
		put_i64(out, unit->nhavoc);
	}
	buf_puts(out, unit->had_errors ? " errors\n" : "\n");
}

// The unit's own path is file 1, whether or not a position lies in it.
static void number_unit(FileNumbers *files, const Ir *ir, uint32_t unit)
{
	files->number = ARENA_ARRAY(files->scratch, uint32_t, ir->files.path.n);
	uint32_t own = map_get(&ir->files.by_path, ir->units.v[unit].path.i);
	VEC_PUSH(files->scratch, &files->used, (FileId){own == MAP_NONE ? 0 : own});
	if (own != MAP_NONE)
		files->number[own] = 1;
	for (uint32_t i = 0; i < ir->fns.n; i++)
		if (ir->fns.v[i]->unit == unit)
			number_files_of_fn(files, ir->fns.v[i]);
}

void ir_print_unit(Buf *out, const Ir *ir, uint32_t unit)
{
	Arena scratch = {0};
	FileNumbers files = {.scratch = &scratch};
	number_unit(&files, ir, unit);
	put_unit_head(out, ir, &ir->units.v[unit]);
	for (uint32_t i = 1; i < files.used.n; i++) {
		const char *path = files_path(&ir->files, files.used.v[i]);
		buf_puts(out, "file ");
		put_i64(out, i + 1);
		buf_putc(out, ' ');
		buf_quote(out, path, strlen(path));
		buf_putc(out, '\n');
	}
	Printer printer = {.out = out, .ir = ir, .file_number = files.number};
	for (uint32_t i = 0; i < ir->fns.n; i++) {
		if (ir->fns.v[i]->unit != unit)
			continue;
		printer.file = 1;
		put_fn(&printer, ir->fns.v[i]);
	}
	arena_free(&printer.scratch);
	arena_free(&scratch);
}

void ir_print_fn(Buf *out, const Ir *ir, const Fn *fn)
{
	Printer printer = {.out = out, .ir = ir, .file = fn->span.file.i};
	put_fn(&printer, fn);
	arena_free(&printer.scratch);
}

void ir_print_place(Buf *out, const Ir *ir, const Fn *fn, Place place)
{
	Printer printer = {.out = out, .ir = ir, .fn = fn};
	put_place(&printer, place);
}

void ir_print_operand(Buf *out, const Ir *ir, const Fn *fn, Operand operand)
{
	Printer printer = {.out = out, .ir = ir, .fn = fn};
	put_operand(&printer, operand);
}

void ir_print_path(Buf *out, const Ir *ir, const Fn *fn, PathId path)
{
	Printer printer = {.out = out, .ir = ir, .fn = fn};
	put_path(&printer, path);
}
