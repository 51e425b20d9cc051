// SPDX-License-Identifier: MIT
// parse_code: the lines of a function's body in, its blocks and instructions out
// (docs/ir.md). Blocks are known by their labels until the function is complete,
// so a jump may come before the block that it goes to.
#include "ir/text.h"

enum {
	DEEPEST_PATH = 1000, // elements; real ones have a handful
	LONGEST_SHOWN = 40,  // bytes of a wrong word in a message
};

// Marks a block label that is a word, not b<number>.
static const uint32_t NAMED_LABEL = UINT32_C(1) << 31;

// ---- positions -----------------------------------------------------------------

bool ir_parse_at_span(Parser *p)
{
	if (scan_peek(&p->s) != '@' || p->s.end - p->s.at < 2)
		return false;
	return p->s.at[1] >= '0' && p->s.at[1] <= '9';
}

static bool parse_span_end(Parser *p, Span *span)
{
	*span = (Span){span->file, span->line, span->col, span->line, span->col};
	if (p->s.at == p->s.end || *p->s.at != '-')
		return true;
	p->s.at++;
	if (!scan_u32(&p->s, &span->end_col))
		return false;
	if (p->s.at == p->s.end || *p->s.at != ':')
		return true;
	p->s.at++;
	span->end_line = span->end_col;
	return scan_u32(&p->s, &span->end_col);
}

// @[file/]line:col[-[end line:]end col]; the file stays for the positions that follow.
bool ir_parse_span(Parser *p, Span *span)
{
	const char *start = p->s.at;
	uint32_t number;
	p->s.at++;
	if (!scan_u32(&p->s, &number))
		return false;
	if (p->s.at != p->s.end && *p->s.at == '/') {
		p->file = number;
		p->s.at++;
		if (!scan_u32(&p->s, &number))
			return false;
	}
	if (p->file == 0 || p->file >= p->files.n)
		return scan_fail_at(&p->s, start, "the unit has no file %u", p->file);
	*span = (Span){.file = {p->files.v[p->file]}, .line = number};
	return scan_want(&p->s, ':') && scan_u32(&p->s, &span->col) && parse_span_end(p, span);
}

// ---- names -----------------------------------------------------------------------

static uint64_t name_key(NameSpace space, StrId name) { return (uint64_t)space << 32 | name.i; }

VarId ir_parser_find_var(const Parser *p, NameSpace space, StrId name)
{
	return (VarId){map_get(&p->vars, name_key(space, name))};
}

VarId ir_parser_add_var(Parser *p, NameSpace space, Var var)
{
	VarId id = {p->fn.vars.n};
	VEC_PUSH(&p->scratch, &p->fn.vars, var);
	map_put(&p->scratch, &p->vars, name_key(space, var.name), id.i);
	return id;
}

// A word or a quoted text.
bool ir_parse_name(Parser *p, StrId *name)
{
	if (p->s.at != p->s.end && *p->s.at == '"')
		return scan_string(&p->s, name);
	Word word;
	if (!scan_word(&p->s, &word))
		return scan_fail(&p->s, "expected a name");
	*name = strs_intern(&p->ir->strs, word.text, word.len);
	return true;
}

// What follows the `%` of a temporary: digits, a word or a quoted text. The name keeps the sign.
static bool parse_temp_name(Parser *p, StrId *name)
{
	const char *start = p->s.at - 1;
	while (p->s.at != p->s.end && ir_is_word_char(*p->s.at))
		p->s.at++;
	if (p->s.at != start + 1) {
		*name = strs_intern(&p->ir->strs, start, (size_t)(p->s.at - start));
		return true;
	}
	if (p->s.at == p->s.end || *p->s.at != '"')
		return scan_fail(&p->s, "expected the number of a temporary");
	StrId rest;
	if (!scan_string(&p->s, &rest))
		return false;
	const char *text = ir_parser_text(p, rest);
	*name = strs_intern_z(&p->ir->strs, arena_printf(&p->scratch, "%%%s", text));
	return true;
}

// The name of a variable: x  $"x y"  %3  @global
bool ir_parse_var_name(Parser *p, NameSpace *space, StrId *name)
{
	*space = NAME_LOCAL;
	switch (scan_peek(&p->s)) {
	case '%':
		p->s.at++;
		*space = NAME_TEMP;
		return parse_temp_name(p, name);
	case '@':
		p->s.at++;
		*space = NAME_GLOBAL;
		return ir_parse_name(p, name);
	case '$': p->s.at++; return scan_string(&p->s, name);
	default: return ir_parse_name(p, name);
	}
}

static bool lookup_var(Parser *p, const char *at, NameSpace space, StrId name, VarId *var)
{
	*var = ir_parser_find_var(p, space, name);
	if (var->i != ID_NONE)
		return true;
	if (space != NAME_TEMP)
		return scan_fail_at(&p->s, at, "`%s` is not declared in this function", ir_parser_text(p, name));
	*var = ir_parser_add_var(p, space, (Var){.kind = VAR_TEMP, .name = name});
	return true;
}

static bool parse_var(Parser *p, VarId *var)
{
	NameSpace space;
	StrId name;
	scan_blanks(&p->s);
	const char *at = p->s.at;
	return ir_parse_var_name(p, &space, &name) && lookup_var(p, at, space, name, var);
}

// ---- places and operands ---------------------------------------------------------------

static bool parse_index(Parser *p, PathId *path)
{
	char c = scan_peek(&p->s);
	int64_t index = 0;
	ElemKind kind = ELEM_INDEX;
	if (c == '*') {
		p->s.at++;
		kind = ELEM_ANY;
	} else if (c == '-' || (c >= '0' && c <= '9')) {
		if (!scan_i64(&p->s, &index))
			return false;
	} else {
		VarId var;
		if (!parse_var(p, &var))
			return false;
		kind = ELEM_VAR;
		index = var.i;
	}
	*path = path_push(&p->ir->paths, *path, kind, (StrId){0}, index);
	return scan_want(&p->s, ']');
}

// .field and [index], as many as there are, without blanks in front.
static bool parse_path(Parser *p, PathId *path)
{
	for (; p->s.at != p->s.end && (*p->s.at == '.' || *p->s.at == '[');) {
		if (path_elem(&p->ir->paths, *path)->depth >= DEEPEST_PATH)
			return scan_fail(&p->s, "the path has more than %d elements", DEEPEST_PATH);
		StrId field;
		if (*p->s.at++ == '[') {
			if (!parse_index(p, path))
				return false;
		} else if (!ir_parse_name(p, &field)) {
			return false;
		} else {
			*path = path_field(&p->ir->paths, *path, field);
		}
	}
	return true;
}

// What follows the variable: `->f` is another spelling of `(*p).f`.
static bool parse_place_rest(Parser *p, Place *place)
{
	if (p->s.end - p->s.at >= 2 && p->s.at[0] == '-' && p->s.at[1] == '>' && !place->deref) {
		StrId field;
		p->s.at += 2;
		place->deref = true;
		if (!ir_parse_name(p, &field))
			return false;
		place->path = path_field(&p->ir->paths, place->path, field);
	}
	return parse_path(p, &place->path);
}

static bool parse_place(Parser *p, Place *place)
{
	*place = PLACE_NONE;
	if (scan_take(&p->s, '-'))
		return true;
	bool parens = scan_take(&p->s, '(');
	place->deref = scan_take(&p->s, '*');
	if (parens && !place->deref)
		return scan_fail(&p->s, "expected `*`");
	if (!parse_var(p, &place->var) || (parens && !scan_want(&p->s, ')')))
		return false;
	return (place->deref && !parens) || parse_place_rest(p, place);
}

// @name is the object if the function declares it, else the function; @@name is always the function.
static bool parse_symbol(Parser *p, Operand *operand)
{
	StrId name;
	p->s.at++;
	bool is_fn = p->s.at != p->s.end && *p->s.at == '@';
	p->s.at += is_fn;
	if (!ir_parse_name(p, &name))
		return false;
	VarId var = is_fn ? (VarId){ID_NONE} : ir_parser_find_var(p, NAME_GLOBAL, name);
	if (var.i == ID_NONE) {
		*operand = (Operand){.kind = OPERAND_FN, .place = PLACE_NONE, .str = name};
		return true;
	}
	*operand = (Operand){.kind = OPERAND_PLACE, .place = {.var = var}};
	return parse_place_rest(p, &operand->place);
}

static bool parse_operand(Parser *p, Operand *operand)
{
	char c = scan_peek(&p->s);
	char next = '\0';
	if (p->s.end - p->s.at > 1)
		next = p->s.at[1];
	*operand = (Operand){.kind = OPERAND_NONE, .place = PLACE_NONE};
	if (c == '@')
		return parse_symbol(p, operand);
	if (c == '"') {
		operand->kind = OPERAND_STRING;
		return scan_string(&p->s, &operand->str);
	}
	if ((c >= '0' && c <= '9') || (c == '-' && next >= '0' && next <= '9')) {
		operand->kind = OPERAND_INT;
		return scan_i64(&p->s, &operand->num);
	}
	if (c == '?' || c == '-') {
		operand->kind = c == '?' ? OPERAND_UNKNOWN : OPERAND_NONE;
		p->s.at++;
		return true;
	}
	operand->kind = OPERAND_PLACE;
	return parse_place(p, &operand->place);
}

// A list between parentheses, over several lines if need be.
static bool parse_args(Parser *p, uint32_t *first, uint32_t *n)
{
	*first = p->fn.operands.n;
	if (!scan_want(&p->s, '('))
		return false;
	for (scan_lines(&p->s); !scan_take(&p->s, ')'); scan_lines(&p->s)) {
		Operand operand;
		if (p->fn.operands.n != *first) {
			if (!scan_want(&p->s, ','))
				return false;
			scan_lines(&p->s);
		}
		if (!parse_operand(p, &operand))
			return false;
		VEC_PUSH(&p->scratch, &p->fn.operands, operand);
	}
	*n = p->fn.operands.n - *first;
	return true;
}

// ---- instructions ---------------------------------------------------------------------

static bool parse_exit(Parser *p, Instr *instr)
{
	Word word;
	instr->sub = EXIT_BLOCK;
	if (!scan_word(&p->s, &word))
		return true;
	uint32_t kind = ir_word_find(ir_exit_words, word.text, word.len);
	if (kind == ID_NONE)
		return scan_fail_at(&p->s, word.text, "expected block, break, continue, goto or return");
	instr->sub = (uint8_t)kind;
	return true;
}

static bool parse_live(Parser *p, Instr *instr)
{
	Word word;
	if (!parse_place(p, &instr->dst))
		return false;
	if (!scan_word(&p->s, &word))
		return true;
	return word_is(word, "unwind") ? parse_operand(p, &instr->a) : scan_fail_at(&p->s, word.text, "expected unwind");
}

static bool parse_access(Parser *p, Instr *instr)
{
	Word word;
	if (!scan_word(&p->s, &word))
		return true;
	uint32_t access = ir_word_find(ir_access_words, word.text, word.len);
	if (access == ID_NONE || access == ACCESS_PLAIN)
		return scan_fail_at(&p->s, word.text, "expected atomic or volatile");
	instr->access = (uint8_t)access;
	return true;
}

bool ir_parse_fail_word(Parser *p, Word word, const char *what)
{
	int len = (int)(word.len < LONGEST_SHOWN ? word.len : LONGEST_SHOWN);
	return scan_fail_at(&p->s, word.text, "`%.*s` %s", len, word.text, what);
}

static bool parse_calc_word(Parser *p, bool comparison, CalcOp *op)
{
	Word word;
	if (!scan_word(&p->s, &word))
		return scan_fail(&p->s, "expected an operator");
	uint32_t found = ir_word_find(ir_calc_words, word.text, word.len);
	if (found == ID_NONE || (comparison && !calc_compares((CalcOp)found)))
		return ir_parse_fail_word(p, word, comparison ? "is no comparison" : "is no operator");
	*op = (CalcOp)found;
	return true;
}

static bool parse_calc(Parser *p, Instr *instr)
{
	CalcOp op;
	if (!parse_calc_word(p, false, &op))
		return false;
	instr->sub = (uint8_t)op;
	return parse_operand(p, &instr->a) && parse_operand(p, &instr->b);
}

static bool parse_havoc(Parser *p, Instr *instr)
{
	if (!scan_string(&p->s, &instr->why))
		return false;
	return scan_peek(&p->s) != '(' || parse_args(p, &instr->args, &instr->nargs);
}

// What follows the opcode.
static bool parse_opcode_rest(Parser *p, Instr *instr)
{
	switch (instr->op) {
	case OP_LIVE: return parse_live(p, instr);
	case OP_DEAD: return parse_place(p, &instr->dst) && parse_exit(p, instr);
	case OP_ADDR: scan_take(&p->s, '&'); return parse_operand(p, &instr->a);
	case OP_COPY:
	case OP_LOAD:
	case OP_STORE: return parse_operand(p, &instr->a) && parse_access(p, instr);
	case OP_CALC: return parse_calc(p, instr);
	case OP_CALL: return parse_operand(p, &instr->a) && parse_args(p, &instr->args, &instr->nargs);
	case OP_HAVOC: return parse_havoc(p, instr);
	}
	bug("opcode %u", instr->op);
}

static bool finish_instr(Parser *p, Instr *instr)
{
	if (!parse_opcode_rest(p, instr) || (ir_parse_at_span(p) && !ir_parse_span(p, &instr->span)))
		return false;
	VEC_PUSH(&p->scratch, &p->fn.instrs, *instr);
	p->fn.blocks.v[p->fn.blocks.n - 1].n++;
	return scan_end_line(&p->s);
}

static Instr empty_instr(uint32_t op)
{
	Operand none = {.kind = OPERAND_NONE, .place = PLACE_NONE};
	return (Instr){.op = (Opcode)op, .dst = PLACE_NONE, .a = none, .b = none};
}

// place = OPCODE ...
static bool parse_assignment(Parser *p)
{
	Place dst;
	Word word;
	if (!parse_place(p, &dst) || !scan_want(&p->s, '='))
		return false;
	if (!scan_word(&p->s, &word))
		return scan_fail(&p->s, "expected an opcode");
	uint32_t op = ir_word_find(ir_op_words, word.text, word.len);
	if (op == ID_NONE || op == OP_LIVE || op == OP_DEAD)
		return ir_parse_fail_word(p, word, "is no opcode that has a result");
	Instr instr = empty_instr(op);
	instr.dst = dst;
	return finish_instr(p, &instr);
}

// ---- terminators ------------------------------------------------------------------------

// b7, or a word for texts written by hand.
static uint32_t label_of(Parser *p, Word word)
{
	uint32_t number = 0;
	size_t i = 1;
	if (word.len > 1 && word.len < 10 && word.text[0] == 'b' && (word.text[1] != '0' || word.len == 2))
		while (i < word.len && word.text[i] >= '0' && word.text[i] <= '9')
			number = number * 10 + (uint32_t)(word.text[i++] - '0');
	if (i == word.len && i > 1)
		return number;
	return NAMED_LABEL | strs_intern(&p->ir->strs, word.text, word.len).i;
}

// The reference holds the label until the function is complete.
static bool parse_block_ref(Parser *p, BlockId *block)
{
	Word word;
	if (!scan_word(&p->s, &word))
		return scan_fail(&p->s, "expected a block");
	block->i = label_of(p, word);
	BlockRef ref = {block->i, p->s.line, word.text, p->s.line_start};
	VEC_PUSH(&p->scratch, &p->refs, ref);
	return true;
}

static bool parse_case(Parser *p)
{
	Case c;
	if (!scan_i64(&p->s, &c.lo))
		return false;
	c.hi = c.lo;
	if (scan_take(&p->s, '.') && (!scan_want(&p->s, '.') || !scan_i64(&p->s, &c.hi)))
		return false;
	if (!scan_want(&p->s, ':') || !parse_block_ref(p, &c.block))
		return false;
	VEC_PUSH(&p->scratch, &p->fn.cases, c);
	return true;
}

static bool parse_switch(Parser *p, Term *term)
{
	if (!parse_operand(p, &term->a) || !scan_want(&p->s, '{'))
		return false;
	term->cases = p->fn.cases.n;
	for (scan_lines(&p->s); !scan_take(&p->s, '}'); scan_lines(&p->s)) {
		if (p->fn.cases.n != term->cases) {
			if (!scan_want(&p->s, ','))
				return false;
			scan_lines(&p->s);
		}
		if (!parse_case(p))
			return false;
	}
	term->ncases = p->fn.cases.n - term->cases;
	return parse_block_ref(p, &term->other);
}

static bool parse_if(Parser *p, Term *term)
{
	return parse_calc_word(p, true, &term->cmp) && parse_operand(p, &term->a) && parse_operand(p, &term->b) &&
	       parse_block_ref(p, &term->then) && parse_block_ref(p, &term->other);
}

static bool parse_term_rest(Parser *p, Term *term)
{
	switch (term->kind) {
	case TERM_NONE: return scan_fail(&p->s, "NONE is no terminator");
	case TERM_GOTO: return parse_block_ref(p, &term->then);
	case TERM_IF: return parse_if(p, term);
	case TERM_SWITCH: return parse_switch(p, term);
	case TERM_RET: return scan_at_line_end(&p->s) || ir_parse_at_span(p) || parse_operand(p, &term->a);
	case TERM_UNREACHABLE: return true;
	}
	bug("terminator %u", term->kind);
}

static bool parse_term(Parser *p, uint32_t kind)
{
	Operand none = {.kind = OPERAND_NONE, .place = PLACE_NONE};
	Term term = {.kind = (TermKind)kind, .a = none, .b = none};
	if (!parse_term_rest(p, &term) || (ir_parse_at_span(p) && !ir_parse_span(p, &term.span)))
		return false;
	p->fn.blocks.v[p->fn.blocks.n - 1].term = term;
	return scan_end_line(&p->s);
}

// ---- blocks -------------------------------------------------------------------------------

static bool parse_label(Parser *p, Word word)
{
	uint32_t label = label_of(p, word);
	if (map_get(&p->blocks, label) != MAP_NONE)
		return ir_parse_fail_word(p, word, "labels two blocks");
	map_put(&p->scratch, &p->blocks, label, p->fn.blocks.n);
	Block block = {.first = p->fn.instrs.n};
	VEC_PUSH(&p->scratch, &p->fn.blocks, block);
	scan_lines(&p->s);
	return true;
}

// A line that starts with `word`: an instruction without result, a terminator, or
// (`start` is where the line begins) an assignment to the variable of that name.
static bool parse_statement(Parser *p, Word word, const char *start)
{
	if (p->fn.blocks.n == 0)
		return scan_fail_at(&p->s, start, "expected `var` or the label of the first block");
	if (p->fn.blocks.v[p->fn.blocks.n - 1].term.kind != TERM_NONE)
		return scan_fail_at(&p->s, start, "expected a label: the block ended on the line before");
	uint32_t op = ir_word_find(ir_op_words, word.text, word.len);
	uint32_t term = ir_word_find(ir_term_words, word.text, word.len);
	if (word.len && term != ID_NONE)
		return parse_term(p, term);
	if (word.len && op != ID_NONE) {
		if (op != OP_LIVE && op != OP_DEAD && op != OP_CALL && op != OP_HAVOC)
			return ir_parse_fail_word(p, word, "needs a place for its result, `x = ...`");
		Instr instr = empty_instr(op);
		return finish_instr(p, &instr);
	}
	p->s.at = start;
	return parse_assignment(p);
}

bool ir_parse_body_line(Parser *p)
{
	Word word;
	const char *start = p->s.at;
	if (scan_word(&p->s, &word) && scan_take(&p->s, ':'))
		return parse_label(p, word);
	return parse_statement(p, word, start);
}

static bool resolve_ref(Parser *p, BlockId *block)
{
	block->i = map_get(&p->blocks, block->i);
	return block->i != MAP_NONE;
}

bool ir_parse_check_refs(Parser *p)
{
	for (uint32_t i = 0; i < p->refs.n; i++) {
		BlockRef ref = p->refs.v[i];
		if (map_get(&p->blocks, ref.label) != MAP_NONE)
			continue;
		p->s.line = ref.line;
		p->s.line_start = ref.line_start;
		return scan_fail_at(&p->s, ref.at, "the function has no such block");
	}
	return true;
}

// Labels become block ids once all of them are known.
void ir_parse_resolve_refs(Parser *p)
{
	for (uint32_t i = 0; i < p->fn.cases.n; i++)
		resolve_ref(p, &p->fn.cases.v[i].block);
	for (uint32_t i = 0; i < p->fn.blocks.n; i++) {
		Term *term = &p->fn.blocks.v[i].term;
		if (term->kind == TERM_GOTO || term->kind == TERM_IF)
			resolve_ref(p, &term->then);
		if (term->kind == TERM_IF || term->kind == TERM_SWITCH)
			resolve_ref(p, &term->other);
	}
}
