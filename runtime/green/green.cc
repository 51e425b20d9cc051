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
	own_green *green;
	own_entry *run;
	own_drop *drop;
	void *payload, *stack;
	own_fiber *next = nullptr; // of the worker's queue
	own_fiber *next_of_scope = nullptr;
	size_t size; // of a payload that is handed back
	int code = 0;
	unsigned kind, generation;
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

void stack_unmap(const own_green *green, void *stack)
{
	munmap(static_cast<char *>(stack) - green->guard_size, green->guard_size + green->stack_size);
}

void *stack_map(const own_green *green)
{
	void *base = mmap(nullptr, green->guard_size + green->stack_size, PROT_NONE,
	                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
	if (base == MAP_FAILED)
		return nullptr;
	void *stack = static_cast<char *>(base) + green->guard_size;
	if (mprotect(stack, green->stack_size, PROT_READ | PROT_WRITE) == 0)
		return stack;
	stack_unmap(green, stack);
	return nullptr;
}

void *stack_take(own_green *green)
{
	{
		std::lock_guard<std::mutex> lock(green->stacks);
		if (green->nidle > 0)
			return green->idle[--green->nidle];
	}
	return stack_map(green);
}

void stack_give(own_green *green, void *stack)
{
	{
		std::lock_guard<std::mutex> lock(green->stacks);
		if (green->nidle < IDLE_MAX) {
			green->idle[green->nidle++] = stack;
			return;
		}
	}
	stack_unmap(green, stack);
}

// Hands Boost the stack that the spawn has taken, and takes it back when nothing runs on it.
struct Stack {
	own_green *green;
	void *stack;

	boost::context::stack_context allocate()
	{
		boost::context::stack_context context;
		context.size = green->stack_size;
		context.sp = static_cast<char *>(stack) + green->stack_size;
		return context;
	}
	void deallocate(boost::context::stack_context &) { stack_give(green, stack); }
};

// ---- A fiber ------------------------------------------------------------------------------------

void fiber_release(own_fiber *f)
{
	if (f->owners.fetch_sub(1, std::memory_order_acq_rel) != 1)
		return;
	f->~own_fiber();
	std::free(f);
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
		fibers::fiber(fibers::launch::post, std::allocator_arg, Stack{f->green, f->stack}, run_fiber, f).detach();
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
		stack_unmap(green, green->idle[--green->nidle]);
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

int own_green_start(own_green **green, const own_green_options *options)
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

int fiber_new(own_fiber **fiber, own_green *green, own_entry *run, own_drop *drop, struct own__form form)
{
	size_t align = form.align > alignof(own_fiber) ? form.align : alignof(own_fiber);
	if (form.align == 0 || form.align > ALIGN_MAX || (form.align & (form.align - 1)) != 0)
		return EINVAL;
	size_t behind = rounded_up(sizeof(own_fiber), align);
	if (form.size > PTRDIFF_MAX - behind - ALIGN_MAX)
		return E2BIG;
	void *block = aligned_alloc(align, rounded_up(behind + form.size, align));
	void *stack = block ? stack_take(green) : nullptr;
	if (!stack) {
		std::free(block);
		return ENOMEM;
	}
	own_fiber *f = new (block) own_fiber();
	f->green = green;
	f->run = run;
	f->drop = drop;
	f->payload = static_cast<char *>(block) + behind;
	f->stack = stack;
	f->size = form.size;
	f->kind = form.kind;
	f->generation = generation;
	*fiber = f;
	return 0;
}

int check(const own_green *green, own_entry *run)
{
	if (!green || !run)
		return EINVAL;
	if (green->generation != generation)
		return ESRCH;
	return thread_is_ready() ? 0 : ENOMEM;
}

void start(own_green *green, own_fiber *f)
{
	{
		Lock lock(green->lock);
		green->alive++;
	}
	worker_add(&green->worker[green->turn.fetch_add(1, std::memory_order_relaxed) % green->workers], f);
}

} // namespace

int own__green_spawn(own_green *green, own_fiber **fiber, own_entry *run, const void *value, own_drop *drop,
                     struct own__form form)
{
	own_fiber *f;
	int error = fiber ? check(green, run) : EINVAL;
	if (error == 0)
		error = fiber_new(&f, green, run, drop, form);
	if (error)
		return error;
	Turn turn;
	std::memcpy(f->payload, value, form.size);
	*fiber = f;
	start(green, f);
	return 0;
}

int own__green_spawn_move(own_green *green, own_fiber **fiber, own_entry *run, void *payload, own_drop *drop,
                          struct own__form form)
{
	own_fiber *f;
	void *moved = nullptr, *none = nullptr;
	int error = fiber && payload ? check(green, run) : EINVAL;
	if (error)
		return error;
	std::memcpy(&moved, payload, sizeof moved);
	error = moved ? fiber_new(&f, green, run, drop, form) : EINVAL;
	if (error)
		return error;
	Turn turn;
	f->payload = moved;
	std::memcpy(payload, &none, sizeof none);
	*fiber = f;
	start(green, f);
	return 0;
}

// ---- Joining ------------------------------------------------------------------------------------------

namespace {

// 0, or why a handle cannot be waited for; a handle of the parent process is gone after that.
int handle_check(own_fiber **fiber)
{
	if (!fiber || !*fiber)
		return EINVAL;
	if ((*fiber)->generation != generation) {
		std::free(*fiber); // whoever waited in it is not here
		*fiber = nullptr;
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
	if (f->kind & OWN__BACK)
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

int own__green_scope_spawn(own_green_scope *scope, own_entry *run, void *payload, struct own__form form)
{
	own_fiber *f;
	int error = scope ? check(scope->green, run) : EINVAL;
	if (error == 0)
		error = fiber_new(&f, scope->green, run, nullptr, form);
	if (error)
		return error;
	Turn turn;
	f->payload = payload;
	f->next_of_scope = scope->fibers;
	scope->fibers = f;
	start(scope->green, f);
	return 0;
}

int own_green_scope_join(own_green_scope *scope)
{
	int result = scope ? 0 : EINVAL;
	while (scope && scope->fibers) {
		own_fiber *f = scope->fibers;
		scope->fibers = f->next_of_scope;
		int error = own_green_join(&f);
		result = result ? result : error;
	}
	return result;
}

void own__green_scope_end(own_green_scope *scope) { own_green_scope_join(scope); }
