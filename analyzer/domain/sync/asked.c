// SPDX-License-Identifier: MIT
// Flags that are looked at once: what a thread does only where an atomic read has come out so. Where a flag
// held something else when the thread was started, nobody comes there before somebody has set it.
#include "domain/sync/sync.h"

static bool ask_known(const Asked *asked, uint32_t n, Ref place, uint32_t *at)
{
	for (*at = 0; *at < n; ++*at)
		if (ref_equal(asked[*at].place, place))
			return true;
	return false;
}

void ask_mark(Ctx *ctx, const State *s, const Places *read)
{
	if (!ctx->in_thread || read->n != 1 || read->unknown || read->weak)
		return;
	const Val *v = val_at(ctx, cell_read(ctx, s, read->v[0].obj, read->v[0].path));
	if (v->n == 1 && !v->unknown && ref_is_symbol(ctx, v->refs[0]) && obj_at(ctx, v->refs[0].obj)->kind == OBJ_SYM)
		ctx->objs.v[v->refs[0].obj.i].asked = true;
}

// The newest stands first, and makes the oldest go where there is no room.
static void ask_add(State *s, Asked asked)
{
	uint32_t at;
	if (!ask_known(s->asked, s->nasked, asked.place, &at) && s->nasked < MAX_ASKED)
		at = s->nasked++;
	if (at == MAX_ASKED)
		at--;
	memmove(&s->asked[1], &s->asked[0], sizeof *s->asked * at);
	s->asked[0] = asked;
}

void ask_note(Ctx *ctx, State *s, ValId val, Range range)
{
	const Val *v = val_at(ctx, val);
	for (uint32_t i = 0; ctx->in_thread && !range_equal(range, RANGE_ALL) && i < v->n; i++) {
		const Obj *sym = obj_at(ctx, v->refs[i].obj);
		if (sym->asked)
			ask_add(s, (Asked){.place = {{sym->a}, {sym->b}}, .range = range});
	}
}

uint8_t asked_join(Asked *into, uint8_t n, const Asked *from, uint32_t nfrom)
{
	uint8_t kept = 0;
	for (uint32_t i = 0, at; i < n; i++)
		if (ask_known(from, nfrom, into[i].place, &at)) {
			Asked both = into[i];
			both.range = range_join(both.range, from[at].range);
			both.shut &= from[at].shut;
			into[kept++] = both;
		}
	return kept;
}

bool asked_equal(const Asked *a, const Asked *b, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (!ref_equal(a[i].place, b[i].place) || !range_equal(a[i].range, b[i].range))
			return false;
	return true;
}

static Range asked_now(Ctx *ctx, const State *s, const Asked *asked)
{
	return val_range(ctx, s, cell_read(ctx, s, asked->place.obj, asked->place.path));
}

bool ask_is_shut(Ctx *ctx, const State *s, const Asked *asked)
{
	return range_empty(range_meet(asked_now(ctx, s, asked), asked->range));
}

bool ask_is_open(Ctx *ctx, const State *s, const Asked *asked)
{
	Range now = asked_now(ctx, s, asked);
	return !range_empty(now) && range_equal(range_meet(now, asked->range), now);
}
