// SPDX-License-Identifier: MIT
// green: a function and a payload in, a fiber of Boost.Fiber out. A worker is a thread of own's
// with a scheduler of Boost's; a spawn puts a block, handle and payload together, into the
// worker's queue with a stack that it has already taken, so that nothing can fail later. Nobody
// moves a fiber to another worker.
#pragma GCC visibility push(default) // nothing but the interface is given out
#include "own/green.h"
#pragma GCC visibility pop

#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>

#include <boost/fiber/algo/round_robin.hpp>
#include <boost/fiber/condition_variable.hpp>
#include <boost/fiber/fiber.hpp>
#include <boost/fiber/mutex.hpp>
#include <boost/fiber/operations.hpp>

namespace fibers = boost::fibers;
using Lock = std::unique_lock<fibers::mutex>;
using Clock = std::chrono::steady_clock; // CLOCK_MONOTONIC

namespace {

constexpr size_t ALIGN_MAX = 4096, STACK_SIZE = 64 * 1024, STACK_LEAST = 16 * 1024;
constexpr unsigned IDLE_MAX = 256; // stacks that are kept

struct Worker {
	own_green *green = nullptr;
	own_thread *thread = nullptr;
	fibers::mutex lock;
	fibers::condition_variable more;
	own_fiber *first = nullptr, **last = &first; // to be started
	bool ending = false;
};

// How own_green_fail leaves a task.
struct Failed {
	int code;
};

} // namespace

struct own_fiber {
	fibers::mutex lock;
	fibers::condition_variable changed; // one of the next three
	std::atomic<bool> finished{false};
	bool stop = false, token = false;
	std::atomic<int> owners{2}; // the handle and the fiber itself
	own_green *green = nullptr;
	own_entry *run = nullptr;
	own_drop *drop = nullptr;
	void *payload, *stack = nullptr;
	size_t stack_size = 0;
	own_fiber *next = nullptr;                                 // of the worker's queue
	own_fiber *next_of_scope = nullptr, **at_scope = nullptr; // at_scope: what points here in a scope's list
	size_t size;                                               // of a payload that is handed back
	size_t lead;                                               // bytes of the allocation before this
	int code = 0;
	unsigned kind = 0, generation = 0;
	bool failed = false;
};

struct own_green {
	unsigned workers, generation;
	size_t stack_size, guard_size;
	Worker *worker;
	std::atomic<unsigned> turn{0}; // of the workers, to get a fiber
	fibers::mutex lock;
	fibers::condition_variable none;
	size_t alive = 0; // fibers
	std::mutex stacks;
	void *idle[IDLE_MAX];
	unsigned nidle = 0;
};

namespace {

// How many forks lie behind this process: it has the workers of its own generation alone.
std::atomic<unsigned> generation{0};

// The fiber that runs on this thread. Whatever may let another one run puts it back.
thread_local own_fiber *current;

struct Turn {
	own_fiber *const me = current;
	Turn() = default;
	Turn(const Turn &) = delete;
	Turn &operator=(const Turn &) = delete;
	~Turn() { current = me; }
};

// Boost keeps a scheduler for every thread that waits; false when there is no memory for it.
bool thread_is_ready()
{
	try {
		fibers::context::active();
		return true;
	} catch (const std::bad_alloc &) {
		return false;
	}
}

// ---- Stacks -------------------------------------------------------------------------------------

void stack_unmap(const own_green *green, void *stack, size_t size)
{
	munmap(static_cast<char *>(stack) - green->guard_size, green->guard_size + size);
}

void *stack_map(const own_green *green, size_t size)
{
	void *base = mmap(nullptr, green->guard_size + size, PROT_NONE,
	                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
	if (base == MAP_FAILED)
		return nullptr;
	void *stack = static_cast<char *>(base) + green->guard_size;
	if (mprotect(stack, size, PROT_READ | PROT_WRITE) == 0)
		return stack;
	stack_unmap(green, stack, size);
	return nullptr;
}

// Stacks of another size than the usual one are not kept.
void *stack_take(own_green *green, size_t size)
{
	if (size == green->stack_size) {
		std::lock_guard<std::mutex> lock(green->stacks);
		if (green->nidle > 0)
			return green->idle[--green->nidle];
	}
	return stack_map(green, size);
}

void stack_give(own_green *green, void *stack, size_t size)
{
	if (size == green->stack_size) {
		std::lock_guard<std::mutex> lock(green->stacks);
		if (green->nidle < IDLE_MAX) {
			green->idle[green->nidle++] = stack;
			return;
		}
	}
	stack_unmap(green, stack, size);
}

// Hands Boost the stack that the spawn has taken, and takes it back when nothing runs on it.
struct Stack {
	own_green *green;
	void *stack;
	size_t size;

	boost::context::stack_context allocate()
	{
		boost::context::stack_context context;
		context.size = size;
		context.sp = static_cast<char *>(stack) + size;
		return context;
	}
	void deallocate(boost::context::stack_context &) { stack_give(green, stack, size); }
};

// ---- A fiber ------------------------------------------------------------------------------------

void block_free(own_fiber *f)
{
	char *block = reinterpret_cast<char *>(f) - f->lead;
	f->~own_fiber();
	std::free(block);
}

void fiber_release(own_fiber *f)
{
	if (f->owners.fetch_sub(1, std::memory_order_acq_rel) == 1)
		block_free(f);
}

void run_task(const own_fiber *f)
{
	auto entry = reinterpret_cast<void (*)()>(f->run);
	if (f->kind & OWN__POINTER)
		reinterpret_cast<void *(*)(void *)>(entry)(f->payload);
	else if (f->kind & OWN__INT)
		reinterpret_cast<int (*)(void *)>(entry)(f->payload);
	else
		f->run(f->payload);
}

void finish(own_fiber *f)
{
	own_green *green = f->green;
	{
		Lock lock(f->lock);
		f->finished = true;
		f->changed.notify_all();
	}
	fiber_release(f);
	Lock lock(green->lock); // green lives as long as its workers
	if (--green->alive == 0)
		green->none.notify_all();
}

void run_fiber(own_fiber *f)
{
	current = f;
	try {
		run_task(f);
	} catch (const Failed &failure) {
		f->code = failure.code;
		f->failed = true;
	}
	if (f->drop)
		f->drop(f->payload);
	finish(f);
}

// ---- A worker -------------------------------------------------------------------------------------

void start_all(own_fiber *f)
{
	while (f) {
		own_fiber *next = f->next;
		f->next = nullptr;
		Stack stack{f->green, f->stack, f->stack_size};
		fibers::fiber(fibers::launch::post, std::allocator_arg, stack, run_fiber, f).detach();
		f = next;
	}
}

void work(void *payload)
{
	Worker *w = *static_cast<Worker **>(payload);
	for (bool ending = false; !ending;) {
		Lock lock(w->lock);
		w->more.wait(lock, [w] { return w->first || w->ending; });
		own_fiber *first = w->first;
		w->first = nullptr;
		w->last = &w->first;
		ending = w->ending;
		lock.unlock();
		start_all(first);
	}
}

void worker_add(Worker *w, own_fiber *f)
{
	Lock lock(w->lock);
	*w->last = f;
	w->last = &f->next;
	w->more.notify_one();
}

void workers_end(own_green *green, unsigned started)
{
	for (unsigned i = 0; i < started; i++) {
		Worker *w = &green->worker[i];
		{
			Lock lock(w->lock);
			w->ending = true;
			w->more.notify_one();
		}
		own_join(&w->thread);
	}
	while (green->nidle > 0)
		stack_unmap(green, green->idle[--green->nidle], green->stack_size);
	delete[] green->worker;
	delete green;
}

int workers_start(own_green *green)
{
	for (unsigned i = 0; i < green->workers; i++) {
		Worker *w = &green->worker[i];
		w->green = green;
		int error = own_spawn(&w->thread, work, w, nullptr);
		if (error) {
			workers_end(green, i);
			return error;
		}
	}
	return 0;
}

void watch_forks()
{
	static std::once_flag once;
	std::call_once(once, [] { pthread_atfork(nullptr, nullptr, [] { generation++; }); });
}

size_t rounded_up(size_t size, size_t unit) { return (size + unit - 1) / unit * unit; }

} // namespace

int own_green_begin(own_green **green, const own_green_options *options)
{
	own_green_options o = options ? *options : own_green_options();
	size_t size = o.stack_size ? o.stack_size : STACK_SIZE, page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
	if (!green || size < STACK_LEAST || size > PTRDIFF_MAX)
		return EINVAL;
	if (!thread_is_ready())
		return ENOMEM;
	Turn turn;
	watch_forks();
	own_green *g = new (std::nothrow) own_green();
	if (!g)
		return ENOMEM;
	g->workers = o.workers ? o.workers : own_parallelism();
	g->generation = generation;
	g->guard_size = page;
	g->stack_size = rounded_up(size, page);
	g->worker = new (std::nothrow) Worker[g->workers];
	if (!g->worker) {
		delete g;
		return ENOMEM;
	}
	int error = workers_start(g);
	if (error == 0)
		*green = g;
	return error;
}

int own_green_end(own_green **green)
{
	if (!green || !*green)
		return EINVAL;
	own_green *g = *green;
	if (g->generation != generation) {
		*green = nullptr;
		return ESRCH;
	}
	if (current && current->green == g)
		return EDEADLK;
	if (!thread_is_ready())
		return ENOMEM;
	Turn turn;
	{
		Lock lock(g->lock);
		g->none.wait(lock, [g] { return g->alive == 0; });
	}
	*green = nullptr;
	workers_end(g, g->workers);
	return 0;
}

// ---- Spawning ---------------------------------------------------------------------------------------

namespace {

// A fiber that has nothing but its payload, which lies behind it.
int fiber_new(own_fiber **fiber, size_t size, size_t align)
{
	if (align == 0 || align > ALIGN_MAX || (align & (align - 1)) != 0)
		return EINVAL;
	align = std::max(align, alignof(own_fiber));
	size_t behind = rounded_up(sizeof(own_fiber), align);
	if (size > PTRDIFF_MAX - behind - ALIGN_MAX)
		return E2BIG;
	char *block = static_cast<char *>(aligned_alloc(align, rounded_up(behind + size, align)));
	if (!block)
		return ENOMEM;
	size_t lead = behind - sizeof(own_fiber);
	own_fiber *f = new (block + lead) own_fiber();
	f->lead = lead;
	f->payload = f + 1;
	f->size = size;
	*fiber = f;
	return 0;
}

own_fiber *fiber_of(void *prepared) { return static_cast<own_fiber *>(prepared) - 1; }

// What every spawn is asked for.
struct Spawn {
	own_green *green;
	own_fiber **fiber; // gets the handle
	own_entry *run;
	own_drop *drop;
	own_fiber_options options;
	struct own__form form;

	Spawn(own_green *green, own_fiber **fiber, own_entry *run, own_drop *drop, const own_fiber_options *options,
	      struct own__form form)
		: green(green), fiber(fiber), run(run), drop(drop), options(options ? *options : own_fiber_options()), form(form)
	{
	}
};

int check(const Spawn &spawn)
{
	size_t size = spawn.options.stack_size;
	bool has_place = spawn.options.detached ? !(spawn.form.kind & OWN__BACK) : spawn.fiber != nullptr;
	if (!spawn.green || !spawn.run || !has_place || (size && (size < STACK_LEAST || size > PTRDIFF_MAX)))
		return EINVAL;
	if (spawn.green->generation != generation)
		return ESRCH;
	return thread_is_ready() ? 0 : ENOMEM;
}

// Starts a fiber, which can be started again after a failure. The handle is written first: it
// may lie in the payload.
int start(const Spawn &spawn, own_fiber *f)
{
	own_green *green = spawn.green;
	f->stack_size = spawn.options.stack_size ? rounded_up(spawn.options.stack_size, green->guard_size) : green->stack_size;
	f->stack = stack_take(green, f->stack_size);
	if (!f->stack)
		return ENOMEM;
	f->green = green;
	f->run = spawn.run;
	f->drop = spawn.drop;
	f->kind = spawn.form.kind;
	f->generation = generation;
	if (spawn.fiber)
		*spawn.fiber = spawn.options.detached ? nullptr : f;
	if (spawn.options.detached)
		f->owners = 1;
	Turn turn;
	{
		Lock lock(green->lock);
		green->alive++;
	}
	worker_add(&green->worker[green->turn.fetch_add(1, std::memory_order_relaxed) % green->workers], f);
	return 0;
}

// In a new block, whose payload is a copy of `value`, or the object `moved`.
int spawn_new(const Spawn &spawn, const void *value, void *moved)
{
	own_fiber *f;
	int error = fiber_new(&f, spawn.form.size, spawn.form.align);
	if (error)
		return error;
	if (value)
		std::memcpy(f->payload, value, spawn.form.size);
	else
		f->payload = moved;
	error = start(spawn, f);
	if (error)
		block_free(f);
	return error;
}

void *pointer_take(void *at)
{
	void *p = nullptr, *none = nullptr;
	if (at) {
		std::memcpy(&p, at, sizeof p);
		std::memcpy(at, &none, sizeof none);
	}
	return p;
}

// What is moved or was prepared leaves the caller's pointer before the fiber starts, and is put
// back when none has started.
int spawn_taken(const Spawn &spawn, void *payload, bool prepared)
{
	int error = check(spawn);
	if (error)
		return error;
	void *taken = pointer_take(payload);
	if (!taken)
		return EINVAL;
	error = prepared ? start(spawn, fiber_of(taken)) : spawn_new(spawn, nullptr, taken);
	if (error)
		std::memcpy(payload, &taken, sizeof taken);
	return error;
}

} // namespace

int own__green_spawn(own_green *green, own_fiber **fiber, own_entry *run, const void *value, own_drop *drop,
                     const own_fiber_options *options, struct own__form form)
{
	Spawn spawn(green, fiber, run, drop, options, form);
	int error = check(spawn);
	return error ? error : spawn_new(spawn, value, nullptr);
}

int own__green_spawn_move(own_green *green, own_fiber **fiber, own_entry *run, void *payload, own_drop *drop,
                          const own_fiber_options *options, struct own__form form)
{
	return spawn_taken(Spawn(green, fiber, run, drop, options, form), payload, false);
}

int own__green_start(own_green *green, own_fiber **fiber, own_entry *run, void *payload, own_drop *drop,
                     const own_fiber_options *options, struct own__form form)
{
	return spawn_taken(Spawn(green, fiber, run, drop, options, form), payload, true);
}

void *own_green_prepare_bytes(size_t size, size_t align)
{
	own_fiber *f;
	return fiber_new(&f, size, align) == 0 ? f->payload : nullptr;
}

void own__green_abandon(void *payload)
{
	void *prepared = pointer_take(payload);
	if (prepared)
		block_free(fiber_of(prepared));
}

// ---- Joining ------------------------------------------------------------------------------------------

namespace {

// Takes a fiber off the list of its scope, if it has one.
void scope_leave(own_fiber *f)
{
	if (!f->at_scope)
		return;
	*f->at_scope = f->next_of_scope;
	if (f->next_of_scope)
		f->next_of_scope->at_scope = f->at_scope;
	f->at_scope = nullptr;
}

// 0, or why a handle cannot be waited for; a handle of the parent process is gone after that.
int handle_check(own_fiber **fiber)
{
	if (!fiber || !*fiber)
		return EINVAL;
	own_fiber *f = *fiber;
	if (f->generation != generation) {
		*fiber = nullptr;
		scope_leave(f);
		std::free(reinterpret_cast<char *>(f) - f->lead); // whoever waited in it is not here
		return ESRCH;
	}
	return thread_is_ready() ? 0 : ENOMEM;
}

// Takes a handle whose fiber is over.
int take(own_fiber **fiber, int *code, void *value)
{
	own_fiber *f = *fiber;
	int result = f->failed ? EOWNERDEAD : 0;
	if (code)
		*code = f->code;
	if (value)
		std::memcpy(value, f->payload, f->size);
	*fiber = nullptr;
	scope_leave(f);
	fiber_release(f);
	return result;
}

int join(own_fiber **fiber, int *code, void *value)
{
	own_fiber *f = *fiber;
	if (f == current)
		return EDEADLK;
	Turn turn;
	{
		Lock lock(f->lock);
		f->changed.wait(lock, [f] { return f->finished.load(); });
	}
	return take(fiber, code, value);
}

} // namespace

int own_green_join_code(own_fiber **fiber, int *code)
{
	int error = handle_check(fiber);
	return error ? error : join(fiber, code, nullptr);
}

int own_green_join(own_fiber **fiber) { return own_green_join_code(fiber, nullptr); }

int own__green_join_back(own_fiber **fiber, void *value, size_t size)
{
	int error = handle_check(fiber);
	if (error)
		return error;
	if (!value || !((*fiber)->kind & OWN__BACK) || (*fiber)->size != size)
		return EINVAL;
	return join(fiber, nullptr, value);
}

int own_green_join_until(own_fiber **fiber, const struct timespec *deadline)
{
	if (!deadline || deadline->tv_nsec < 0 || deadline->tv_nsec > 999999999)
		return EINVAL;
	int error = handle_check(fiber);
	if (error)
		return error;
	own_fiber *f = *fiber;
	if (f == current)
		return EDEADLK;
	Turn turn;
	time_t seconds = std::min<time_t>(std::max<time_t>(deadline->tv_sec, 0), 9000000000); // what the clock can hold
	Clock::time_point until(std::chrono::seconds(seconds) + std::chrono::nanoseconds(deadline->tv_nsec));
	{
		Lock lock(f->lock);
		if (!f->changed.wait_until(lock, until, [f] { return f->finished.load(); }))
			return ETIMEDOUT;
	}
	return take(fiber, nullptr, nullptr);
}

int own_green_try_join(own_fiber **fiber)
{
	int error = handle_check(fiber);
	if (error)
		return error;
	return *fiber == current || (*fiber)->finished ? join(fiber, nullptr, nullptr) : EBUSY;
}

int own_green_detach(own_fiber **fiber)
{
	int error = handle_check(fiber);
	if (error)
		return error;
	own_fiber *f = *fiber;
	if (f->kind & OWN__BACK || f->at_scope)
		return EINVAL;
	*fiber = nullptr; // at once: it may lie in what the fiber frees at its end
	fiber_release(f);
	return 0;
}

bool own_green_is_finished(const own_fiber *fiber)
{
	return !fiber || fiber->generation != generation || fiber->finished;
}

void own__green_auto_end(own_fiber **fiber)
{
	if (*fiber && own_green_join(fiber) == EDEADLK)
		own_green_detach(fiber);
}

// ---- Telling fibers -------------------------------------------------------------------------------------

namespace {

// Sets one of a fiber's flags.
void tell(own_fiber *f, bool own_fiber::*flag)
{
	if (!f || f->generation != generation)
		return;
	Turn turn;
	Lock lock(f->lock);
	f->*flag = true;
	f->changed.notify_all();
}

} // namespace

void own_green_request_stop(own_fiber *fiber) { tell(fiber, &own_fiber::stop); }

void own_green_unpark(own_fiber *fiber) { tell(fiber, &own_fiber::token); }

bool own_green_stop_requested(void)
{
	own_fiber *me = current;
	if (!me)
		return own_stop_requested();
	Turn turn;
	Lock lock(me->lock);
	return me->stop;
}

void own_green_park(void)
{
	own_fiber *me = current;
	if (!me) {
		own_park();
		return;
	}
	Turn turn;
	Lock lock(me->lock);
	me->changed.wait(lock, [me] { return me->token || me->stop; });
	me->token = false;
}

void own_green_yield(void)
{
	if (!current) {
		own_yield();
		return;
	}
	Turn turn;
	boost::this_fiber::yield();
}

int own_green_sleep(const struct timespec *duration)
{
	constexpr time_t LONGEST = 100000000; // seconds, three years: no sum of times overflows
	own_fiber *me = current;
	if (!me)
		return own_sleep(duration);
	if (!duration || duration->tv_sec < 0 || duration->tv_nsec < 0 || duration->tv_nsec > 999999999)
		return EINVAL;
	Turn turn;
	Lock lock(me->lock);
	for (time_t left = duration->tv_sec; left >= LONGEST; left -= LONGEST)
		if (me->changed.wait_for(lock, std::chrono::seconds(LONGEST), [me] { return me->stop; }))
			return EINTR;
	auto time = std::chrono::seconds(duration->tv_sec % LONGEST) + std::chrono::nanoseconds(duration->tv_nsec);
	return me->changed.wait_for(lock, time, [me] { return me->stop; }) ? EINTR : 0;
}

void own_green_fail(int code)
{
	if (!current)
		own_fail(code);
	throw Failed{code};
}

// ---- Scopes -------------------------------------------------------------------------------------------------

own_green_scope *own__green_scope_begin(own_green_scope *scope, own_green *green)
{
	scope->green = green;
	scope->fibers = nullptr;
	return scope;
}

int own__green_scope_spawn(own_green_scope *scope, own_fiber **fiber, own_entry *run, void *payload,
                           const own_fiber_options *options, struct own__form form)
{
	own_fiber *f = nullptr;
	if (!scope)
		return EINVAL;
	Spawn spawn(scope->green, &f, run, nullptr, options, form);
	int error = spawn.options.detached ? EINVAL : check(spawn);
	if (error == 0)
		error = spawn_new(spawn, nullptr, payload);
	if (error)
		return error;
	f->next_of_scope = scope->fibers;
	f->at_scope = &scope->fibers;
	if (scope->fibers)
		scope->fibers->at_scope = &f->next_of_scope;
	scope->fibers = f;
	if (fiber)
		*fiber = f;
	return 0;
}

// A join takes a fiber off the list; one that is refused, of a fiber by itself, is misuse.
int own_green_scope_join(own_green_scope *scope)
{
	int result = scope ? 0 : EINVAL;
	while (scope && scope->fibers) {
		own_fiber *f = scope->fibers;
		int error = own_green_join(&f);
		if (f)
			return error;
		result = result ? result : error; // the first that is not 0
	}
	return result;
}

void own__green_scope_end(own_green_scope *scope) { own_green_scope_join(scope); }
