// SPDX-License-Identifier: MIT
// flags: -I../../../runtime/include
// Options say that a thread is detached: then nobody misses its handle.
#include <own/own.h>

struct job {
	int input;
};

OWN_TASK(run, struct job, job)
{
	job->input++;
}

int no_handle_ok(void)
{
	struct job job = {1};
	return own_spawn_opts(NULL, run, job, NULL, &(own_options){.detached = true});
}

int unused_handle_ok(void)
{
	struct job job = {1};
	own_thread *thread;
	own_options options = {.name = "job"};
	options.detached = true;
	return own_spawn_opts(&thread, run, job, NULL, &options);
}

// It depends.
int perhaps_detached_ok(bool detached)
{
	struct job job = {1};
	own_thread *thread;
	return own_spawn_opts(&thread, run, job, NULL, &(own_options){.detached = detached});
}

int no_options_bad(void)
{
	struct job job = {1};
	own_thread *thread;
	return own_spawn(&thread, run, job, NULL); //~ WARNING unjoined_thread
}

int other_options_bad(void)
{
	struct job job = {1};
	own_thread *thread;
	return own_spawn_opts(&thread, run, job, NULL, &(own_options){.name = "job"}); //~ WARNING unjoined_thread
}

int not_detached_bad(void)
{
	struct job *job = own_prepare(struct job);
	own_thread *thread;
	if (!job)
		return 1;
	job->input = 1;
	return own_start_opts(&thread, run, &job, NULL, &(own_options){.detached = false}); //~ WARNING unjoined_thread
}
