// SPDX-License-Identifier: MIT
// Liveness: from a function to the variables that it may read again behind the start of
// each block. What the others hold tells states apart for nothing; nor does what a variable
// holds that is read only to compute itself, or others of its kind ("faint", R. Giegerich,
// U. Moencke, R. Wilhelm, Invariance of approximative semantics, 1981).
#include "link/link.h"

#define MAX_BITS (UINT64_C(1) << 26) // blocks times variables; beyond it all that crosses is live
#define ALWAYS (ID_NONE - 1)          // Liveness.bit of a variable that is not followed

typedef struct Walk {
	const Fn *fn;
	const Paths *paths;
	Arena *arena;
	Liveness live;
	uint32_t *block_of; // by variable: 1 + the block that mentions it, 0 when none did
	BitSet plain;       // scalars that are read and written by their names alone
	BitSet needed;      // variables that are read for more than to compute those that nobody needs
	const BitSet *mute; // calls that need no numbers; NULL: none
	bool more;          // `needed` has grown
	BitSet *use, *def;  // by block: read before it is written, written
} Walk;

typedef void (*Mention)(Walk *walk, uint32_t block, uint32_t var, bool reads);

static void mention_path(Walk *walk, Mention mention, uint32_t block, PathId path)
{
	for (; path.i; path = path_elem(walk->paths, path)->parent)
		if (path_elem(walk->paths, path)->kind == ELEM_VAR)
			mention(walk, block, (uint32_t)path_elem(walk->paths, path)->index, true);
}

static void mention_operand(Walk *walk, Mention mention, uint32_t block, const Operand *operand)
{
	if (operand->kind != OPERAND_PLACE || place_none(operand->place))
		return;
	mention(walk, block, operand->place.var.i, true);
	mention_path(walk, mention, block, operand->place.path);
}

// What an instruction reads, then what it writes.
static void mention_instr(Walk *walk, Mention mention, uint32_t block, const Instr *in)
{
	mention_operand(walk, mention, block, &in->a);
	mention_operand(walk, mention, block, &in->b);
	for (uint32_t i = 0; i < in->nargs; i++)
		mention_operand(walk, mention, block, &walk->fn->operands.v[in->args + i]);
	if (place_none(in->dst))
		return;
	mention_path(walk, mention, block, in->dst.path);
	mention(walk, block, in->dst.var.i, in->dst.deref || in->dst.path.i || in->op == OP_HAVOC);
}

// Whether all that the instruction does is a result that nobody needs, as far as is known yet.
static bool is_idle(const Walk *walk, uint32_t index)
{
	const Instr *in = &walk->fn->instrs.v[index];
	bool computes = (in->op == OP_COPY || in->op == OP_CALC) && in->access == ACCESS_PLAIN;
	bool mute = walk->mute && in->op == OP_CALL && bitset_has(walk->mute, index);
	if (!walk->plain.nbits || !(computes || mute) || (mute && place_none(in->dst)))
		return mute;
	return !in->dst.deref && !in->dst.path.i && bitset_has(&walk->plain, in->dst.var.i) &&
	       !bitset_has(&walk->needed, in->dst.var.i);
}

static void mention_block(Walk *walk, Mention mention, uint32_t index)
{
	const Block *block = &walk->fn->blocks.v[index];
	for (uint32_t i = block->first; i < block->first + block->n; i++)
		if (!is_idle(walk, i))
			mention_instr(walk, mention, index, &walk->fn->instrs.v[i]);
	mention_operand(walk, mention, index, &block->term.a);
	mention_operand(walk, mention, index, &block->term.b);
}

// ---- which variables are followed ---------------------------------------------------------

static void note_block(Walk *walk, uint32_t block, uint32_t var, bool reads)
{
	(void)reads;
	if (walk->block_of[var] && walk->block_of[var] != block + 1)
		walk->live.bit[var] = ALWAYS;
	walk->block_of[var] = block + 1;
}

// A scalar that is read and written by its name alone.
static bool is_plain(const Var *var)
{
	if (var->kind == VAR_TEMP)
		return true;
	return (var->kind == VAR_LOCAL || var->kind == VAR_PARAM) &&
	       !(var->flags & (VAR_ARRAY | VAR_VLA | VAR_RECORD | VAR_VOLATILE | VAR_ATOMIC));
}

// Scalars whose address nobody takes, and that no function gets when the thread is unwound.
static BitSet plain_vars(const Walk *walk)
{
	BitSet plain = bitset_new(walk->arena, walk->fn->vars.n + 1);
	for (uint32_t v = 0; v < walk->fn->vars.n; v++)
		if (is_plain(&walk->fn->vars.v[v]))
			bitset_add(&plain, v);
	for (uint32_t i = 0; i < walk->fn->instrs.n; i++) {
		const Instr *in = &walk->fn->instrs.v[i];
		if (in->op == OP_ADDR && in->a.kind == OPERAND_PLACE && !in->a.place.deref)
			bitset_remove(&plain, in->a.place.var.i);
		if (in->op == OP_LIVE && in->a.kind != OPERAND_NONE)
			bitset_remove(&plain, in->dst.var.i);
	}
	return plain;
}

static void need(Walk *walk, uint32_t block, uint32_t var, bool reads)
{
	(void)block;
	if (!reads || bitset_has(&walk->needed, var))
		return;
	bitset_add(&walk->needed, var);
	walk->more = true;
}

// The variables that are read for more than idle instructions.
static BitSet find_needed(Walk *walk, const BitSet *mute)
{
	walk->mute = mute;
	walk->needed = bitset_new(walk->arena, walk->fn->vars.n + 1);
	do {
		walk->more = false;
		for (uint32_t b = walk->fn->blocks.n; b-- > 0;)
			mention_block(walk, need, b);
	} while (walk->more);
	walk->mute = NULL;
	return walk->needed;
}

static uint32_t choose_followed(Walk *walk, const BitSet *mute)
{
	const Fn *fn = walk->fn;
	for (uint32_t v = 0; v < fn->vars.n; v++)
		walk->live.bit[v] = fn->vars.v[v].kind == VAR_TEMP ? ID_NONE : ALWAYS;
	for (uint32_t b = 0; b < fn->blocks.n; b++)
		mention_block(walk, note_block, b);
	uint32_t n = 0;
	walk->plain = plain_vars(walk);
	walk->live.asked = find_needed(walk, mute);
	find_needed(walk, NULL);
	for (uint32_t v = 0; v < fn->vars.n; v++)
		if (walk->live.bit[v] == ALWAYS && bitset_has(&walk->plain, v))
			walk->live.bit[v] = bitset_has(&walk->needed, v) ? n++ : ID_NONE;
	for (uint32_t v = 0; (uint64_t)n * fn->blocks.n > MAX_BITS && v < fn->vars.n; v++)
		walk->live.bit[v] = walk->live.bit[v] == ID_NONE ? ID_NONE : ALWAYS;
	return (uint64_t)n * fn->blocks.n > MAX_BITS ? 0 : n;
}

// ---- backwards over the blocks --------------------------------------------------------------

static void note_use(Walk *walk, uint32_t block, uint32_t var, bool reads)
{
	uint32_t bit = walk->live.bit[var];
	if (bit >= ALWAYS)
		return;
	if (!reads)
		bitset_add(&walk->def[block], bit);
	else if (!bitset_has(&walk->def[block], bit))
		bitset_add(&walk->use[block], bit);
}

static bool flow_back(Walk *walk, uint32_t from, uint32_t to)
{
	BitSet *in = &walk->live.in[from];
	const BitSet *out = &walk->live.in[to];
	bool changed = false;
	for (uint32_t w = 0; w < (in->nbits + 63) / 64; w++) {
		uint64_t word = in->words[w] | (out->words[w] & ~walk->def[from].words[w]);
		changed |= word != in->words[w];
		in->words[w] = word;
	}
	return changed;
}

static bool flow_block(Walk *walk, uint32_t block)
{
	bool changed = false;
	for (uint32_t i = 0, to; (to = fn_successor(walk->fn, block, i)) != ID_NONE; i++)
		changed |= flow_back(walk, block, to);
	return changed;
}

Liveness liveness_of(const Fn *fn, const Paths *paths, const BitSet *mute, Arena *arena)
{
	Walk walk = {.fn = fn, .paths = paths, .arena = arena};
	uint32_t blocks = fn->blocks.n;
	walk.live.bit = ARENA_ARRAY(arena, uint32_t, fn->vars.n + 1);
	walk.block_of = ARENA_ARRAY(arena, uint32_t, fn->vars.n + 1);
	uint32_t n = choose_followed(&walk, mute);
	walk.live.in = ARENA_ARRAY(arena, BitSet, blocks);
	walk.use = walk.live.in; // what is read first is live to begin with
	walk.def = ARENA_ARRAY(arena, BitSet, blocks);
	for (uint32_t b = 0; b < blocks; b++) {
		walk.use[b] = bitset_new(arena, n);
		walk.def[b] = bitset_new(arena, n);
		mention_block(&walk, note_use, b);
	}
	for (bool changed = n > 0; changed;) {
		changed = false;
		for (uint32_t b = blocks; b-- > 0;)
			changed |= flow_block(&walk, b);
	}
	return walk.live;
}

bool live_anywhere(const Liveness *live, uint32_t var) { return live->bit[var] != ID_NONE; }

bool live_at(const Liveness *live, uint32_t block, uint32_t var)
{
	uint32_t bit = live->bit[var];
	return bit == ALWAYS || (bit != ID_NONE && bitset_has(&live->in[block], bit));
}

bool live_number(const Liveness *live, uint32_t var)
{
	return live->bit[var] == ALWAYS || bitset_has(&live->asked, var);
}
