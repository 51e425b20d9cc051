// SPDX-License-Identifier: MIT
// The oracle: every path by itself, loops unrolled a few times, nothing merged and
// nothing widened. Slow and plain; it must agree with solve.c on every test.
#include "naive/naive.h"

#define MAX_VISITS 4     // of one block on one path
#define MAX_PATHS 200000 // steps over all paths

typedef struct Path {
	uint32_t block;
	State *state;
	uint8_t *visits; // by block, of this path
} Path;

typedef VEC(Path) PathStack;

static void push_path(Ctx *ctx, PathStack *todo, Edge edge, const uint8_t *visits)
{
	if (visits[edge.block] >= MAX_VISITS)
		return;
	Path path = {edge.block, edge.state, ARENA_ARRAY(ctx->arena, uint8_t, ctx->fn->blocks.n)};
	memcpy(path.visits, visits, ctx->fn->blocks.n);
	path.visits[edge.block]++;
	VEC_PUSH(ctx->arena, todo, path);
}

static void run_paths(Ctx *ctx)
{
	PathStack todo = {0};
	Edge start = {0, ARENA_NEW(ctx->arena, State)};
	push_path(ctx, &todo, start, ARENA_ARRAY(ctx->arena, uint8_t, ctx->fn->blocks.n));
	for (uint32_t steps = 0; todo.n; steps++) {
		if (steps >= MAX_PATHS) {
			ctx->gave_up = "paths";
			return;
		}
		Path path = todo.v[--todo.n];
		Edges out = {0};
		block_run(ctx, path.block, path.state, &out);
		for (uint32_t i = 0; i < out.n; i++)
			push_path(ctx, &todo, out.v[i], path.visits);
	}
}

void naive_fn(Ctx *ctx)
{
	shape_prepare(ctx, NULL);
	ctx->collect = ctx->in_thread;
	ctx->quiet = ctx->loops.n > 0;
	do { // again, when it turned out what a loop joins
		ctx->loops_grew = false;
		ctx->exits.n = ctx->exit_info.n = 0;
		run_paths(ctx);
	} while (ctx->loops_grew && !ctx->gave_up);
	if (!ctx->quiet)
		return;
	ctx->quiet = false;
	ctx->exits.n = ctx->exit_info.n = 0;
	run_paths(ctx);
}
