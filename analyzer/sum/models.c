// SPDX-License-Identifier: MIT
// models: summaries as a table by name, filled from the built-in models and from
// users' files; sets of numbers; what each kind of effect does to memory.
#include "sum/models.h"
#include "sum/lex.h"

#include <errno.h>

enum { MODEL_FILE_MAX = 16 << 20 }; // bytes

// ---- the table --------------------------------------------------------------------------------------

void sums_init(Sums *sums, Ir *ir) { *sums = (Sums){.ir = ir}; }

const Summary *sums_find(const Sums *sums, StrId name)
{
	uint32_t index = map_get(&sums->by_name, name.i);
	return index == MAP_NONE ? NULL : sums->all.v[index];
}

void sums_add(Sums *sums, Summary *summary)
{
	uint32_t index = map_get(&sums->by_name, summary->name.i);
	summary->wins = sums->wins;
	if (index != MAP_NONE) {
		sums->all.v[index] = summary;
		return;
	}
	map_put(sums->ir->arena, &sums->by_name, summary->name.i, sums->all.n);
	VEC_PUSH(sums->ir->arena, &sums->all, summary);
}

// ---- where models come from -----------------------------------------------------------------------------

void sums_add_builtin(Sums *sums)
{
	TextError error;
	for (size_t i = 0; i < nbuiltin_models; i++) {
		const BuiltinModel *model = &builtin_models[i];
		sums->wins = strcmp(model->name, "libc") != 0; // programs have their own error() and exit()
		if (!sums_parse(sums, model->text, strlen(model->text), &error))
			bug("%s.sum:%u:%u: %s", model->name, error.line, error.col, error.message);
	}
	sums->wins = false;
}

// Paths may hold anything; a terminal or a log gets printable text.
static void print_path(FILE *out, const char *path)
{
	for (; *path; path++) {
		unsigned char c = (unsigned char)*path;
		fprintf(out, c < ' ' || c == 0x7f ? "\\x%02x" : "%c", c);
	}
}

bool sums_add_file(Sums *sums, const char *path, FILE *err)
{
	size_t len;
	TextError error;
	const char *text = io_read_file(sums->ir->arena, path, MODEL_FILE_MAX, &len);
	if (!text) {
		int reason = errno;
		print_path(err, path);
		fprintf(err, ": error: cannot read the models: %s\n", strerror(reason));
		return false;
	}
	sums->wins = true;
	bool parsed = sums_parse(sums, text, len, &error);
	sums->wins = false;
	if (parsed)
		return true;
	print_path(err, path);
	fprintf(err, ":%u:%u: error: %s\n", error.line, error.col, error.message);
	return false;
}

// ---- ranges ---------------------------------------------------------------------------------------------

Range range_without(Range range, int64_t ne)
{
	if (ne < range.lo || ne > range.hi)
		return range;
	if (range.lo == range.hi)
		return RANGE_EMPTY;
	if (ne == range.lo)
		range.lo++;
	else if (ne == range.hi)
		range.hi--;
	else {
		range.has_ne = true;
		range.ne = ne;
	}
	return range;
}

bool range_equal(Range a, Range b)
{
	return a.lo == b.lo && a.hi == b.hi && a.has_ne == b.has_ne && (!a.has_ne || a.ne == b.ne);
}

bool guards_alike(const Guard *a, const Guard *b)
{
	const SumRef *x = a->than, *y = b->than;
	return ap_equal(a->ap, b->ap) &&
	       (!x || !y ? x == y
	                 : x->kind == y->kind && ap_equal(x->ap, y->ap) && x->fn.i == y->fn.i && x->plus == y->plus);
}

bool range_negate(Range range, Range *out)
{
	bool open_lo = range.lo == INT64_MIN, open_hi = range.hi == INT64_MAX;
	if (range_empty(range) || (open_lo && open_hi && !range.has_ne))
		return false;
	*out = RANGE_ALL;
	if (range.has_ne && open_lo && open_hi)
		out->lo = out->hi = range.ne;
	else if (!range.has_ne && range.lo == range.hi)
		*out = range_without(RANGE_ALL, range.lo);
	else if (!range.has_ne && open_lo)
		out->lo = range.hi + 1;
	else if (!range.has_ne && open_hi)
		out->hi = range.lo - 1;
	else
		return false;
	return true;
}

// ---- uses of memory ---------------------------------------------------------------------------------

// Other code can reach what a global is or what a parameter points to.
static bool ap_is_shared(const Ir *ir, Ap ap, bool pointee)
{
	bool deref = pointee;
	for (PathId at = ap.path; !deref && at.i != 0; at = path_elem(&ir->paths, at)->parent)
		deref = path_elem(&ir->paths, at)->kind == ELEM_DEREF;
	return ap.root == AP_GLOBAL || (ap.root == AP_ARG && deref);
}

static void use_place(const Ir *ir, Ap ap, bool pointee, TouchKind kind, SumUse *use, void *context)
{
	if (ap_is_shared(ir, ap, pointee))
		use(context, ap, pointee, kind);
}

void sum_each_value_use(const Ir *ir, const SumVal *value, SumUse *use, void *context)
{
	for (uint32_t i = 0; i < value->refs.n; i++)
		if (value->refs.v[i].kind == REF_VALUE)
			use_place(ir, value->refs.v[i].ap, false, TOUCH_READ, use, context);
}

static void each_freed(const Ir *ir, const SumVal *value, SumUse *use, void *context)
{
	for (uint32_t i = 0; i < value->refs.n; i++)
		if (value->refs.v[i].kind != REF_FN)
			use_place(ir, value->refs.v[i].ap, value->refs.v[i].kind == REF_VALUE, TOUCH_FREE, use, context);
}

void sum_each_use(const Ir *ir, const Effect *effect, SumUse *use, void *context)
{
	sum_each_value_use(ir, &effect->value, use, context);
	for (uint32_t i = 0; i < effect->args.n; i++)
		sum_each_value_use(ir, &effect->args.v[i], use, context);
	switch (effect->kind) {
	case EFFECT_LOCK:
		use_place(ir, effect->place, false, TOUCH_LOCK, use, context);
		use_place(ir, effect->place, false, TOUCH_READ, use, context);
		break;
	case EFFECT_SIGNAL:
		use_place(ir, effect->place, false, TOUCH_SIGNAL, use, context);
		use_place(ir, effect->place, false, TOUCH_READ, use, context);
		break;
	case EFFECT_READ:
	case EFFECT_WAIT:
	case EFFECT_UNLOCK: use_place(ir, effect->place, false, TOUCH_READ, use, context); break;
	case EFFECT_WRITE:
	case EFFECT_DESTROY:
	case EFFECT_STORE:
	case EFFECT_COPY: use_place(ir, effect->place, false, TOUCH_WRITE, use, context); break;
	case EFFECT_FREE: each_freed(ir, &effect->value, use, context); break;
	case EFFECT_SPAWN:
		sum_each_value_use(ir, &effect->spawn->entry, use, context);
		sum_each_value_use(ir, &effect->spawn->payload, use, context);
		for (uint32_t i = 0; i < effect->spawn->more.n; i++)
			sum_each_value_use(ir, &effect->spawn->more.v[i], use, context);
		for (uint32_t i = 0; i < effect->spawn->handles.n; i++)
			use_place(ir, effect->spawn->handles.v[i], false, TOUCH_WRITE, use, context);
		break;
	case EFFECT_END:
	case EFFECT_DETACH:
	case EFFECT_MAYEND:
	case EFFECT_ESCAPE:
	case EFFECT_ATEXIT:
	case EFFECT_CALL: break;
	}
}
