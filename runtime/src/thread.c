// SPDX-License-Identifier: MIT
// thread: an entry and a payload in, a running thread out. A thread of own is one block,
// handle and payload together, that its creator allocates and its joiner frees; the thread
// itself never calls the allocator, which would cost it an arena.
#include "own_internal.h"

#include <sched.h>
#include <signal.h>
#include <unistd.h>

// Attributes that not every C library has; without them the creator puts on what the thread
// is to inherit.
#if defined __GLIBC__ && defined __GLIBC_PREREQ
#if __GLIBC_PREREQ(2, 32)
#define OWN_ATTR_INHERITS
#endif
#endif

_Thread_local struct own_thread *own__self OWN_INITIAL_EXEC; // gcc forgets the declaration's
uint32_t own__generation;

// ---- Once a process -------------------------------------------------------------------

static pthread_once_t watch_once = PTHREAD_ONCE_INIT;
static atomic_int watch_error;

static void fork_begin(void)
{
	stack_lock();
	debug_lock();
}

static void fork_end(void)
{
	debug_unlock();
	stack_unlock();
}

static void fork_child(void)
{
	own__generation++;
	if (own__self) // it alone has come along
		own__self->generation = own__generation;
	fork_end();
}

static void watch_forks(void) { watch_error = pthread_atfork(fork_begin, fork_end, fork_child); }

// Memory that was out for the first spawn may be there for a later one.
static int watch_again(void)
{
	stack_lock();
	if (watch_error)
		watch_forks();
	stack_unlock();
	return watch_error;
}

// ---- The thread itself ------------------------------------------------------------------

static void run_task(const struct own_thread *t)
{
	void (*entry)(void) = (void (*)(void))t->run;
	if (t->kind & OWN__POINTER)
		((void *(*)(void *))entry)(t->payload);
	else if (t->kind & OWN__INT)
		((int (*)(void *))entry)(t->payload);
	else
		t->run(t->payload);
}

static void end_payload(void *arg)
{
	const struct own_thread *t = arg;
	if (t->drop)
		t->drop(t->payload);
}

static void finish(void *arg)
{
	struct own_thread *t = arg;
	own__self = NULL;
	if (!state_finish(&t->state))
		return; // the block may be gone by now
	pthread_detach(pthread_self());
	if (t->stack)
		stack_leave(t);
	else
		block_free(t);
}

static void *run_thread(void *arg)
{
	struct own_thread *t = arg;
	own__self = t;
	if (t->name[0])
		pthread_setname_np(pthread_self(), t->name);
	pthread_cleanup_push(finish, t);
	pthread_cleanup_push(end_payload, t);
	run_task(t);
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL); // a destructor is not cut short
	t->ended = ENDED_WELL;
	pthread_cleanup_pop(1);
	pthread_cleanup_pop(1);
	return NULL;
}

void own_fail(int code)
{
	if (own__self) {
		own__self->code = code;
		own__self->ended = ENDED_FAILED;
	}
	pthread_exit(NULL);
}

// ---- Starting it ------------------------------------------------------------------------

#ifdef OWN_ATTR_INHERITS
static int create(struct own_thread *t, pthread_attr_t *attr, const own_options *o)
{
	int error = 0;
	if (o->mask)
		error = pthread_attr_setsigmask_np(attr, o->mask);
	if (o->cpus && error == 0)
		error = pthread_attr_setaffinity_np(attr, o->cpus_size, o->cpus);
	return error ? error : pthread_create(&t->id, attr, run_thread, t);
}
#else
static int create(struct own_thread *t, pthread_attr_t *attr, const own_options *o)
{
	sigset_t mask;
	cpu_set_t cpus;
	if (o->cpus && (sched_getaffinity(0, sizeof cpus, &cpus) != 0 || sched_setaffinity(0, o->cpus_size, o->cpus) != 0))
		return errno;
	if (o->mask)
		pthread_sigmask(SIG_SETMASK, o->mask, &mask);
	int error = pthread_create(&t->id, attr, run_thread, t);
	if (o->mask)
		pthread_sigmask(SIG_SETMASK, &mask, NULL);
	if (o->cpus)
		sched_setaffinity(0, sizeof cpus, &cpus);
	return error;
}
#endif

static int create_with(struct own_thread *t, const own_options *o)
{
	pthread_attr_t attr;
	int error = pthread_attr_init(&attr);
	if (error)
		return error;
	if (t->stack)
		error = pthread_attr_setstack(&attr, t->stack, OWN_STACK_SIZE);
	else
		error = pthread_attr_setstacksize(&attr, o->stack_size ? o->stack_size : OWN_STACK_SIZE);
	if (o->guard_size && error == 0)
		error = pthread_attr_setguardsize(&attr, o->guard_size);
	if (error == 0)
		error = create(t, &attr, o);
	pthread_attr_destroy(&attr);
	return error;
}

void thread_set(struct own_thread *t, own_entry *run, own_drop *drop, const struct own__form *form)
{
	t->run = run;
	t->drop = drop;
	t->kind = (uint8_t)form->kind;
	block_place(t, form->place);
}

int thread_start(struct own_thread *t, const own_options *options)
{
	static const own_options none;
	const own_options *o = options ? options : &none;
	pthread_once(&watch_once, watch_forks);
	int error = watch_error ? watch_again() : 0;
	if (error)
		return error;
	if (!memccpy(t->name, o->name ? o->name : "", '\0', sizeof t->name))
		return EINVAL;
	word_init(&t->state);
	t->generation = own__generation;
	t->code = 0;
	t->ended = ENDED_ABRUPTLY;
	t->stack = o->stack_size || o->guard_size || o->detached ? NULL : stack_take();
	error = create_with(t, o);
	if (error && t->stack)
		stack_give(t->stack);
	return error;
}

// ---- Spawning -----------------------------------------------------------------------------

static int thread_new(struct own_thread **thread, size_t size, size_t align)
{
	uint16_t lead;
	void *block;
	int error = block_new(&block, sizeof **thread, size, align, &lead);
	if (error)
		return error;
	struct own_thread *t = block;
	t->lead = lead;
	t->payload = t + 1;
	t->scope = NULL;
	t->size = size;
	block_mark(t);
	*thread = t;
	return 0;
}

static struct own_thread *block_of(void *prepared) { return (struct own_thread *)prepared - 1; }

// Whether the caller gets a handle of the thread, or wants none, and the thread goes with that.
static bool is_complete(own_thread **thread, own_entry *run, const own_options *options, unsigned kind)
{
	return run && (options && options->detached ? !(kind & OWN__BACK) : thread != NULL);
}

// Starts a thread whose block is its own. The handle is written first: it may lie in the
// payload, and the thread may look for it.
static int publish(own_thread **thread, struct own_thread *t, const own_options *options)
{
	bool detached = options && options->detached;
	own_thread *before = thread ? *thread : NULL;
	if (thread)
		*thread = detached ? NULL : t;
	int error = thread_start(t, options);
	if (error && thread)
		*thread = before;
	if (error == 0 && detached)
		own_detach(&t);
	return error;
}

int own__spawn(own_thread **thread, own_entry *run, const void *value, own_drop *drop, const own_options *options,
               struct own__form form)
{
	struct own_thread *t;
	int error = is_complete(thread, run, options, form.kind) ? thread_new(&t, form.size, form.align) : EINVAL;
	if (error == 0) {
		thread_set(t, run, drop, &form);
		memcpy(t->payload, value, form.size);
		error = publish(thread, t, options);
		if (error)
			block_free(t);
	}
	return misuse_of_spawn(error, &form);
}

// What is moved or was prepared leaves the caller's pointer before the thread starts, for the
// pointer may lie in it, and is put back when no thread has started.
static int spawn_taken(own_thread **thread, own_entry *run, void *payload, own_drop *drop, const own_options *options,
                       const struct own__form *form, bool prepared)
{
	struct own_thread *t;
	void *taken = is_complete(thread, run, options, form->kind) ? pointer_take(payload) : NULL;
	if (!taken)
		return misuse_of_spawn(EINVAL, form);
	int error = 0;
	if (!prepared)
		error = thread_new(&t, 0, 1);
	else if (!block_is_live(t = block_of(taken)))
		error = misuse(t, EINVAL, "own_start", "own_prepare has not returned this");
	if (error == 0) {
		thread_set(t, run, drop, form);
		t->payload = taken;
		error = publish(thread, t, options);
		if (error && !prepared)
			block_free(t);
	}
	if (error)
		memcpy(payload, &taken, sizeof taken);
	return misuse_of_spawn(error, form);
}

int own__spawn_move(own_thread **thread, own_entry *run, void *payload, own_drop *drop, const own_options *options,
                    struct own__form form)
{
	return spawn_taken(thread, run, payload, drop, options, &form, false);
}

int own__start(own_thread **thread, own_entry *run, void *payload, own_drop *drop, const own_options *options,
               struct own__form form)
{
	return spawn_taken(thread, run, payload, drop, options, &form, true);
}

void *own_prepare_bytes(size_t size, size_t align)
{
	struct own_thread *t;
	return thread_new(&t, size, align) == 0 ? t->payload : NULL;
}

void own__abandon(void *payload)
{
	void *prepared = pointer_take(payload);
	if (prepared && !block_is_live(block_of(prepared)))
		misuse(block_of(prepared), EINVAL, "own_abandon", "own_prepare has not returned this");
	else if (prepared)
		block_free(block_of(prepared));
}
