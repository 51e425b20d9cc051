// files: auxiliary/recorder.c
// T17': handle and data are fields of one struct; start and stop are functions on it. Decided at the caller that owns it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "auxiliary/recorder.h"

static struct sink null_sink;

int record_ok(void)
{
	struct recorder recorder = { .sink = &null_sink };

	if (recorder_start(&recorder) != 0)
		return -1;
	recorder_stop(&recorder);
	return (int)recorder.samples;
}

// Stopped on every path; stop does nothing if start failed.
int record_with_errors_ok(FILE *log)
{
	struct recorder recorder = { .sink = &null_sink };
	int ret = -1;

	if (recorder_start(&recorder) != 0)
		goto out;
	if (fputs("recording\n", log) < 0)
		goto out;
	ret = 0;
out:
	recorder_stop(&recorder);
	return ret;
}

struct recorder *record_heap_ok(void)
{
	struct recorder *recorder = calloc(1, sizeof *recorder);

	if (!recorder)
		return NULL;
	recorder->sink = &null_sink;
	if (recorder_start(recorder) != 0) {
		free(recorder);
		return NULL;
	}
	return recorder;
}

int record_never_stopped_bad(void)
{
	struct recorder recorder = { .sink = &null_sink };

	if (recorder_start(&recorder) != 0) //~ ERROR E0373
		return -1;
	return (int)recorder.samples;
}

int record_stop_skipped_bad(FILE *log)
{
	struct recorder recorder = { .sink = &null_sink };

	if (recorder_start(&recorder) != 0) //~ ERROR E0373
		return -1;
	if (fputs("recording\n", log) < 0)
		return -1;
	recorder_stop(&recorder);
	return 0;
}

// The recorder lives on the heap and runs on; the sink that it was given is local.
struct recorder *record_local_sink_bad(void)
{
	struct sink sink = { 0 };
	struct recorder *recorder = calloc(1, sizeof *recorder);

	if (!recorder)
		return NULL;
	recorder->sink = &sink;
	if (recorder_start(recorder) != 0) { //~ ERROR E0373
		free(recorder);
		return NULL;
	}
	return recorder;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(record_never_stopped_bad()) RUN_BAD(record_stop_skipped_bad(fopen("/dev/null", "r")))
		RUN_BAD(record_local_sink_bad()) RUN_OK(record_ok()) RUN_OK(record_with_errors_ok(stderr))
		RUN_OK(record_heap_ok()))
#endif
