// SPDX-License-Identifier: MIT
// short: diagnostics in, one line each out, in the form that compilers share and
// editors and scripts read: `path:line:col: level: message [CODE]`.
#include "diag/render.h"

static const DiagLabel *primary_label(const Diag *diag)
{
	for (uint32_t i = 0; i < diag->labels.n; i++)
		if (diag->labels.v[i].primary)
			return &diag->labels.v[i];
	return diag->labels.n ? &diag->labels.v[0] : NULL;
}

static void put_shown(Buf *out, Arena *scratch, const char *text)
{
	buf_puts(out, text_shown(scratch, text, strlen(text), false));
}

static void render_one(Buf *out, Arena *scratch, const Diag *diag, const Files *files)
{
	const DiagLabel *label = primary_label(diag);
	if (label && span_known(label->span)) {
		put_shown(out, scratch, files_path(files, label->span.file));
		buf_printf(out, ":%u:%u: ", label->span.line, label->span.col);
	}
	buf_printf(out, "%s: ", level_name(diag->level));
	put_shown(out, scratch, diag->message);
	if (*diag->code) {
		buf_puts(out, " [");
		put_shown(out, scratch, diag->code);
		buf_putc(out, ']');
	}
	buf_putc(out, '\n');
}

void render_short(Buf *out, const Diags *diags, const Files *files, const RenderOptions *options)
{
	(void)options; // one form for all terminals
	Arena scratch = {0};
	for (uint32_t i = 0; i < diags->n; i++) {
		render_one(out, &scratch, &diags->v[i], files);
		arena_reset(&scratch);
	}
	arena_free(&scratch);
}
