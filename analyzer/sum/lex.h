// SPDX-License-Identifier: MIT
// lex: the text form's tokens, one ahead, and its error messages; and what text.c
// and parse.c share about a summary's uses of memory. Private to sum/.
#ifndef OUTLIVE_SUM_LEX_H
#define OUTLIVE_SUM_LEX_H

#include "sum/sum.h"

typedef enum TokKind {
	TOK_END,
	TOK_NEWLINE,
	TOK_WORD,
	TOK_NUMBER, // digits or 0x..., without a sign
	TOK_STRING, // "...", still quoted
	TOK_PUNCT,
	TOK_BAD, // no token of the form
} TokKind;

typedef struct Tok {
	TokKind kind;
	const char *at;
	size_t len;
	uint32_t line, col;
	uint64_t number; // TOK_NUMBER; UINT64_MAX also stands for all that is larger
} Tok;

typedef struct Lex {
	const char *at, *end, *line_start;
	uint32_t line;
	Tok tok; // the current one
	TextError *error;
} Lex;

// `text` and `error` must outlive the lexer. The first token is read.
void lex_init(Lex *lex, const char *text, size_t len, TextError *error);
void lex_next(Lex *lex);
bool lex_is(const Lex *lex, const char *text); // the current token is this word or sign
bool lex_take(Lex *lex, const char *text);     // ... and is skipped when it is
bool lex_expect(Lex *lex, const char *text);   // ... and is an error when it is not
bool lex_at_line_end(const Lex *lex);

// All return false, so that a parser can return them. The position is the token's.
bool lex_fail(Lex *lex, const Tok *tok, const char *format, ...) PRINTF_LIKE(3, 4);
bool lex_fail_expected(Lex *lex, const char *what); // "expected WHAT, found ..."
// "unknown word 'x'" with the nearest of `words`, or else as many as fit.
bool lex_fail_word(Lex *lex, const char *const *words, size_t nwords);

bool lex_at_int(const Lex *lex);
bool lex_int(Lex *lex, int64_t *out);
bool lex_at_range(const Lex *lex);
bool lex_at_value(const Lex *lex); // a place, an address, a function
bool lex_range(Lex *lex, Range *out);
bool lex_comparison(Lex *lex, Range *range); // `== 1..3`, `< 5`
uint8_t lex_gates(Lex *lex); // [gated [again]]
bool lex_touch(Lex *lex, Touch *touch); // all but the place
bool lex_waiting(Lex *lex, Effect *effect); // the words between `wait` and the place
bool lex_after(Lex *lex, uint16_t *out); // 0 when the text says nothing of signals

typedef struct TouchWord {
	TouchKind kind;
	const char *word;
} TouchWord;
extern const TouchWord touch_words[]; // the last one's word is NULL

extern const char *const waiting_words[];    // by Waiting; the first is empty
extern const char *const assumption_words[]; // by Assumption; the first is empty
bool lex_assumption(Lex *lex, Assumption *out);

// ---- models.c: how an effect or a returned value uses memory --------------------------

// Calls `use` for each place that the effect reads, writes or frees and that the
// caller can reach too. `pointee`: what the pointer at `ap` points to, not `ap`.
typedef void SumUse(void *context, Ap ap, bool pointee, TouchKind kind);
void sum_each_use(const Ir *ir, const Effect *effect, SumUse *use, void *context);
void sum_each_value_use(const Ir *ir, const SumVal *value, SumUse *use, void *context);

// ---- models.c: sets of numbers -----------------------------------------------------------

static inline bool range_empty(Range r) { return r.lo > r.hi; }
Range range_without(Range range, int64_t ne); // at an end of the range, `ne` is cut off instead of kept apart

#endif
