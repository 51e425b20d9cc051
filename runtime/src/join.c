// SPDX-License-Identifier: MIT
// join: a handle in, how its thread ended out, and what belonged to the thread freed.
// Whoever takes the handle to NULL releases the block, after the system has let the thread
// go: only then are its stack and its last wake-up over.
#include "own_internal.h"

// ---- Ends -----------------------------------------------------------------------------------

void thread_release(struct own_thread *t)
{
	if (t->stack)
		stack_give(t->stack);
	if (t->scope)
		slot_free(t->scope, t);
	else
		block_free(t);
}

bool thread_join(struct own_thread *t, int *result)
{
	void *value = NULL;
	int error = thread_is_elsewhere(t) ? ESRCH : t == own__self ? EDEADLK : pthread_join(t->id, &value);
	if (error == 0 && t->ended != ENDED_WELL)
		error = t->ended == ENDED_ABRUPTLY && value == PTHREAD_CANCELED ? ECANCELED : EOWNERDEAD;
	*result = error;
	return error != EDEADLK && error != EINVAL;
}

// ---- The family -----------------------------------------------------------------------------

// 0, or EINVAL for a handle that no thread is behind.
static int handle_check(own_thread *const *thread, const char *call)
{
	if (!thread || !*thread)
		return misuse_of_null(thread, call);
	if (!block_is_live(*thread))
		return misuse(*thread, EINVAL, call, "the thread was joined or detached before");
	return 0;
}

// The second half of each join: waits for good, hands out what is asked for and releases.
static int join_and_take(own_thread **thread, const char *call, int *code, void *value)
{
	struct own_thread *t = *thread;
	int error;
	if (!thread_join(t, &error))
		return misuse(t, error, call, join_refusal(error));
	if (error == ESRCH) {
		misuse(t, error, call, "the thread is one of the parent process");
	} else {
		if (code)
			*code = t->code;
		if (value)
			memcpy(value, t->payload, t->size);
	}
	handle_taken(thread);
	*thread = NULL;
	thread_release(t);
	return error;
}

int own_join_code(own_thread **thread, int *code)
{
	static const char call[] = "own_join";
	int error = handle_check(thread, call);
	return error ? error : join_and_take(thread, call, code, NULL);
}

int own_join(own_thread **thread) { return own_join_code(thread, NULL); }

int own__join_back(own_thread **thread, void *value, size_t size)
{
	static const char call[] = "own_join_back";
	int error = handle_check(thread, call);
	if (error)
		return error;
	if (!value || !((*thread)->kind & OWN__BACK) || (*thread)->size != size)
		return misuse(*thread, EINVAL, call, "the thread hands back nothing of this size");
	return join_and_take(thread, call, NULL, value);
}

static bool is_running(const struct own_thread *t)
{
	return !thread_is_elsewhere(t) && t != own__self && !state_finished(&t->state);
}

// Joins a thread that is over, with cancellation held off.
static int join_ended(own_thread **thread, const char *call)
{
	int cancel;
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel);
	int error = join_and_take(thread, call, NULL, NULL);
	pthread_setcancelstate(cancel, NULL);
	return error;
}

int own_join_until(own_thread **thread, const struct timespec *deadline)
{
	static const char call[] = "own_join_until";
	int error = handle_check(thread, call);
	if (error || !deadline || deadline->tv_nsec < 0 || deadline->tv_nsec > 999999999)
		return EINVAL;
	struct own_thread *t = *thread;
	if (is_running(t) && (deadline->tv_sec < 0 || !thread_await(t, deadline)))
		return ETIMEDOUT;
	return join_ended(thread, call);
}

int own_try_join(own_thread **thread)
{
	static const char call[] = "own_try_join";
	int error = handle_check(thread, call);
	if (error)
		return error;
	return is_running(*thread) ? EBUSY : join_ended(thread, call);
}

bool own_is_finished(const own_thread *thread)
{
	return !thread || thread_is_elsewhere(thread) || state_finished(&thread->state);
}

int own_detach(own_thread **thread)
{
	static const char call[] = "own_detach";
	int error = handle_check(thread, call);
	if (error)
		return error;
	struct own_thread *t = *thread;
	if (t->scope || t->kind & OWN__BACK)
		return misuse(t, EINVAL, call, "the thread must be joined");
	bool elsewhere = thread_is_elsewhere(t);
	handle_taken(thread);
	*thread = NULL; // at once: it may lie in what the thread frees at its end
	if (elsewhere || state_detach(&t->state)) {
		join_ended(&t, call);
		return elsewhere ? ESRCH : 0;
	}
	return 0; // the thread detaches itself
}

// A thread that refuses to be joined because it waits for the caller is waited for all the
// same: it may have been lent what is about to end.
void own__auto_end(own_thread **thread)
{
	if (!*thread || handle_check(thread, "OWN_AUTO") != 0)
		return;
	join_ended(thread, NULL);
	if (!*thread)
		return;
	if (*thread != own__self)
		thread_await(*thread, NULL);
	own_detach(thread);
}
