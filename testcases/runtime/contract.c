// SPDX-License-Identifier: MIT
// flags: -I../../runtime/include
// Each function of own, known to the checker by the words of its declaration alone.
#include <own/own.h>
#include <stdlib.h>

struct job {
	int number;
	int *sum;
};

OWN_TASK(work, struct job, j)
{
	if (j->sum)
		*j->sum += j->number;
}

OWN_TASK(add_one, int, i) { ++*i; }

static void *work_posix(void *p)
{
	struct job *j = p;
	++*j->sum;
	return NULL;
}

// ---- Copies: what a field points to is lent -------------------------------------------

int copy_bad(own_thread **thread)
{
	int sum = 1;
	struct job job = {1, &sum};
	return own_spawn(thread, work, job, NULL); //~ ERROR E0373
}

int copy_for_plain_function_bad(own_thread **thread)
{
	int sum = 1;
	struct job job = {1, &sum};
	return own_spawn(thread, work_posix, job, NULL); //~ ERROR E0373
}

int copy_with_options_bad(own_thread **thread)
{
	int sum = 1;
	struct job job = {1, &sum};
	return own_spawn_opts(thread, work, job, NULL, &(own_options){.name = "work"}); //~ ERROR E0373
}

int copy_detached_bad(void)
{
	int sum = 1;
	struct job job = {1, &sum};
	own_thread *thread;
	if (own_spawn(&thread, work, job, NULL) != 0) //~ ERROR E0373
		return -1;
	return own_detach(&thread);
}

int copy_ok(own_thread **thread)
{
	struct job job = {1, NULL};
	return own_spawn(thread, work, job, NULL);
}

int copy_joined_ok(void)
{
	int sum = 1;
	struct job job = {1, &sum};
	own_thread *thread;
	if (own_spawn(&thread, work, job, NULL) != 0)
		return -1;
	own_join(&thread);
	return sum;
}

int copy_joined_with_code_ok(void)
{
	int sum = 1, code;
	struct job job = {1, &sum};
	own_thread *thread;
	if (own_spawn(&thread, work, job, NULL) != 0)
		return -1;
	return own_join_code(&thread, &code) == EOWNERDEAD ? code : sum;
}

// ---- Back ---------------------------------------------------------------------------------

int back_bad(own_thread **thread)
{
	int sum = 1;
	return own_spawn_back(thread, work, ((struct job){1, &sum})); //~ ERROR E0373
}

int back_ok(void)
{
	int sum = 1;
	struct job job = {1, &sum};
	own_thread *thread;
	if (own_spawn_back(&thread, work, job) != 0)
		return -1;
	return own_join_back(&thread, &job) == 0 ? job.number : -1;
}

// ---- Moves ----------------------------------------------------------------------------------

int move_bad(own_thread **thread)
{
	struct job *job = calloc(1, sizeof *job), *same = job;
	if (!job)
		return -1;
	if (own_spawn_move(thread, work, &job, free) != 0) {
		free(job);
		return -1;
	}
	return same->number; //~ ERROR E0382
}

int move_ok(own_thread **thread)
{
	struct job *job = calloc(1, sizeof *job);
	if (!job)
		return -1;
	int failed = own_spawn_move(thread, work, &job, free);
	free(job); // NULL unless it failed
	return failed;
}

int prepared_bad(own_thread **thread)
{
	int sum = 1;
	struct job *job = own_prepare(struct job);
	if (!job)
		return -1;
	*job = (struct job){1, &sum};
	int failed = own_start(thread, work, &job, NULL); //~ ERROR E0373
	own_abandon(&job);
	return failed;
}

int prepared_ok(own_thread **thread)
{
	struct job *job = own_prepare(struct job);
	if (!job)
		return -1;
	*job = (struct job){1, NULL};
	int failed = own_start(thread, work, &job, NULL);
	if (failed)
		own_abandon(&job);
	return failed;
}

int share_ok(void)
{
	int *config = own_share_new(5, NULL);
	if (!config)
		return -1;
	int *share = own_share(config);
	own_thread *thread;
	if (own_spawn_move(&thread, add_one, &share, own_share_drop) != 0) {
		own_unshare(&share);
		own_unshare(&config);
		return -1;
	}
	int seen = *config;
	own_unshare(&config);
	own_join(&thread);
	return seen;
}

// ---- Joins that may not join ------------------------------------------------------------------

int until_bad(const struct timespec *deadline)
{
	int sum = 1;
	struct job job = {1, &sum};
	own_thread *thread;
	if (own_spawn(&thread, work, job, NULL) != 0) //~ ERROR E0373
		return -1;
	return own_join_until(&thread, deadline);
}

int until_ok(const struct timespec *deadline)
{
	int sum = 1;
	struct job job = {1, &sum};
	own_thread *thread;
	if (own_spawn(&thread, work, job, NULL) != 0)
		return -1;
	if (own_join_until(&thread, deadline) == ETIMEDOUT)
		own_join(&thread);
	return sum;
}

int try_ok(void)
{
	int sum = 1;
	struct job job = {1, &sum};
	own_thread *thread;
	if (own_spawn(&thread, work, job, NULL) != 0)
		return -1;
	while (own_try_join(&thread) == EBUSY)
		own_yield();
	return sum;
}

int automatic_ok(int early)
{
	int sum = 1;
	struct job job = {1, &sum};
	OWN_AUTO thread = NULL;
	if (own_spawn(&thread, work, job, NULL) != 0 || early)
		return -1;
	return 0;
}

// ---- Scopes -------------------------------------------------------------------------------------

int scope_ok(int early)
{
	int number = 1;
	OWN_SCOPE(scope) {
		if (own_scope_spawn(&scope, add_one, &number) != 0 || early)
			return -1;
	}
	return number;
}

int scope_of_inner_bad(void)
{
	OWN_SCOPE(scope) {
		int number = 1;
		if (own_scope_spawn(&scope, add_one, &number) != 0) //~ ERROR E0597
			return -1;
	}
	return 0;
}

int scope_joined_ok(void)
{
	int sum = 0;
	OWN_SCOPE(scope) {
		int number = 1;
		own_thread *thread = NULL;
		if (own_scope_spawn_opts(&scope, &thread, add_one, &number, NULL) != 0)
			return -1;
		own_join(&thread);
		if (own_scope_spawn(&scope, add_one, &number) != 0)
			return -1;
		own_scope_join(&scope);
		sum = number;
	}
	return sum;
}

// ---- Ends --------------------------------------------------------------------------------------

OWN_TASK(fail_bad, struct job, j)
{
	int sum = 0;
	own_thread *thread = NULL;
	struct job mine = {1, &sum};
	if (own_spawn(&thread, work, mine, NULL) == 0) //~ ERROR E0373
		own_fail(j->number);
}

int failing(own_thread **thread)
{
	struct job job = {1, NULL};
	return own_spawn(thread, fail_bad, job, NULL);
}

void lost_bad(void)
{
	own_thread *thread;
	if (own_spawn(&thread, add_one, 1, NULL) != 0) //~ WARNING unjoined_thread
		return;
}
