// files: auxiliary/stage.c
// T6: who starts, who waits and who frees are functions of another file.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "auxiliary/stage.h"

void freed_bad(const char *script)
{
	struct stage *stage = stage_new(script);

	if (stage_open(stage) != 0)
		exit(1);
	stage_free(stage); //~ ERROR E0505
}

void macro_bad(const char *script)
{
	struct stage *stage = stage_new(script);

	if (stage_open(stage) != 0)
		exit(1);
	printf("opened\n");
	STAGE_CLEAR(stage); //~ ERROR E0505
}

// Closed on one path, freed on the other.
int one_path_bad(const char *script, int quick)
{
	struct stage *stage = stage_new(script);

	if (stage_open(stage) != 0) {
		stage_free(stage);
		return -1;
	}
	if (quick) {
		stage_free(stage); //~ ERROR E0505
		return 1;
	}
	stage_close(stage);
	return 0;
}

// What the stage points to goes while the thread reads it.
void script_freed_bad(const char *script)
{
	struct stage *stage = stage_new(script);

	if (stage_open(stage) != 0)
		exit(1);
	free(stage->script); //~ ERROR E0505
	stage_wait(stage);
	free(stage);
}

// Nothing is freed too early here, but the pointer is turned while the thread follows it.
void swapped_bad(const char *script)
{
	struct stage *stage = stage_new(script);
	char *old;

	if (stage_open(stage) != 0)
		exit(1);
	old = stage_swap_script(stage, strdup("other\n")); //~ ERROR E0506
	stage_close(stage);
	free(old);
}

void closed_ok(const char *script)
{
	struct stage *stage = stage_new(script);

	if (stage_open(stage) != 0) {
		stage_free(stage);
		return;
	}
	stage_close(stage);
}

void waited_ok(const char *script)
{
	struct stage *stage = stage_new(script);

	free(stage_swap_script(stage, strdup("first\n")));
	if (stage_open(stage) != 0)
		exit(1);
	stage_wait(stage);
	free(stage_swap_script(stage, strdup("second\n")));
	STAGE_CLEAR(stage);
}

// A second stage is another one's.
void other_ok(const char *script)
{
	struct stage *open = stage_new(script), *closed = stage_new(script);

	if (stage_open(open) != 0)
		exit(1);
	stage_free(closed);
	stage_close(open);
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD((freed_bad("a\n"), 0)) RUN_BAD((macro_bad("a\n"), 0))
		RUN_BAD(one_path_bad("a\n", 1)) RUN_BAD((script_freed_bad("a\n"), 0))
		RUN_OK((closed_ok("a\n"), 0)) RUN_OK((waited_ok("a\n"), 0)) RUN_OK((other_ok("a\n"), 0)))
#endif
