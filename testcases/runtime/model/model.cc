// SPDX-License-Identifier: MIT
// model: the protocol of runtime/src/state.h, run by Relacy in every order of two or three
// threads and with every value that the C11 memory model lets a load see. What goes in is a
// mutant's name or nothing; what comes out is, for the protocol as it is, that every scene
// was searched to its end, and for each mutant, the scene that finds it. The operations
// word_* are this file's own, and so are the ways in which a mutant breaks them.
#include <cstring>
#include <iostream>
#include <streambuf>

#include <relacy/relacy.hpp>
#include <relacy/stdlib/semaphore.hpp>

// ---- Mutants ------------------------------------------------------------------------------

#define MUTANTS(X)                                                                           \
	X(none, "the protocol as it is")                                                         \
	X(add_torn, "adding bits is a load and a store")                                         \
	X(add_overwrites, "adding bits forgets the others")                                      \
	X(get_relaxed, "reading the word does not acquire")                                      \
	X(remove_torn, "taking bits away is a load and a store")                                 \
	X(remove_relaxed, "taking bits away does not acquire")                                   \
	X(remove_all, "taking bits away takes all")                                              \
	X(remove_nothing, "the bits of a parking thread stay")                                   \
	X(remove_keeps_token, "a park does not take the token")                                  \
	X(finish_not_release, "the end of a thread does not release")                            \
	X(finish_not_acquire, "the end of a thread does not acquire")                            \
	X(detach_not_release, "a detach does not release")                                       \
	X(tell_not_release, "an unpark or stop does not release")                                \
	X(token_lost, "an unpark leaves no token")                                               \
	X(wake_nobody, "a wake wakes nobody")                                                    \
	X(wake_not_at_end, "the end of a thread wakes nobody")                                   \
	X(wake_not_at_unpark, "an unpark or stop wakes nobody")                                  \
	X(wake_one, "a wake wakes one of two sleepers")                                          \
	X(sleep_blindly, "a sleep does not compare the word")                                    \
	X(sleep_gives_up, "a sleep that does not begin counts as over")                          \
	X(sleep_endless, "a sleep that is over counts as woken")                                 \
	X(join_early, "a joiner frees the block when the thread has finished, not when it is gone") \
	X(detach_leaves, "a detach of a finished thread frees nothing")                          \
	X(detach_frees, "a detach frees the block of a running thread")                          \
	X(end_after_finish, "the payload ends after the thread has finished")                    \
	X(sleep_takes_token, "a sleep takes the token of a park")

#define NAME(name, text) name,
enum mutant { MUTANTS(NAME) mutant_count };
#undef NAME
#define TEXT(name, text) {#name, text},
static const struct {
	const char *name, *text;
} mutants[] = {MUTANTS(TEXT)};
#undef TEXT

static mutant active;

// ---- The operations -----------------------------------------------------------------------

using word_t = rl::atomic<int>;
using std::uint32_t;

enum { SPURIOUS = 1 };    // wakes without a cause in each run
static unsigned spurious; // of them so far

static uint32_t word_get(const word_t *word);
static uint32_t word_add(word_t *word, uint32_t bits);
static uint32_t word_remove(word_t *word, uint32_t bits);
static bool word_sleep(word_t *word, uint32_t seen, const struct timespec *deadline);
static void word_wake(word_t *word);

#include "state.h"

static uint32_t word_get(const word_t *word)
{
	return uint32_t(word->load(active == get_relaxed ? rl::mo_relaxed : rl::mo_acquire, $));
}

static rl::memory_order order_of_add(uint32_t bits)
{
	bool tell = bits == STATE_TOKEN || bits == STATE_STOP;
	if (bits == STATE_FINISHED && active == finish_not_release)
		return rl::mo_acquire;
	if (bits == STATE_FINISHED && active == finish_not_acquire)
		return rl::mo_release;
	if (bits == STATE_DETACHED && active == detach_not_release)
		return rl::mo_acquire;
	return tell && active == tell_not_release ? rl::mo_acquire : rl::mo_acq_rel;
}

static uint32_t word_add(word_t *word, uint32_t bits)
{
	int before;
	if (active == add_torn) {
		before = word->load(rl::mo_acquire, $);
		word->store(before | int(bits), rl::mo_release, $);
	} else if (active == add_overwrites) {
		before = word->exchange(int(bits), rl::mo_acq_rel, $);
	} else if (active == token_lost && bits == STATE_TOKEN) {
		before = word->load(rl::mo_acquire, $);
	} else {
		before = word->fetch_or(int(bits), order_of_add(bits), $);
	}
	return uint32_t(before);
}

static uint32_t word_remove(word_t *word, uint32_t bits)
{
	if (active == remove_keeps_token)
		bits &= ~uint32_t(STATE_TOKEN);
	if (active == sleep_takes_token)
		bits |= STATE_TOKEN;
	if (active == remove_nothing)
		bits = 0;
	if (active == remove_all)
		bits = ~uint32_t(0);
	if (active == remove_torn) {
		int before = word->load(rl::mo_acquire, $);
		word->store(before & int(~bits), rl::mo_release, $);
		return uint32_t(before);
	}
	return uint32_t(word->fetch_and(int(~bits), active == remove_relaxed ? rl::mo_relaxed : rl::mo_acq_rel, $));
}

// A futex: compares and sleeps in one step as seen by wakes. That a system call is a barrier
// is more than the protocol asks for; scenes without a sleep do without it.
static bool word_sleep(word_t *word, uint32_t seen, const struct timespec *deadline)
{
	rl::context &c = rl::ctx();
	if (spurious < SPURIOUS && rl::rand(2)) {
		spurious++;
		return true;
	}
	c.sched();
	c.atomic_thread_fence_seq_cst();
	int now;
	{
		rl::preemption_disabler off(c);
		now = word->load(rl::mo_acquire, $);
	}
	if (uint32_t(now) != seen && active != sleep_blindly)
		return active != sleep_gives_up;
	rl::unpark_reason reason = word->wait(c, deadline != nullptr, false, $);
	return reason != rl::unpark_reason_timeout || active == sleep_endless;
}

static void word_wake(word_t *word)
{
	rl::context &c = rl::ctx();
	c.sched();
	c.atomic_thread_fence_seq_cst();
	bool end = word->load(rl::mo_relaxed, $) & STATE_FINISHED; // a wake may touch the word: it must still be there
	if (active != wake_nobody && active != (end ? wake_not_at_end : wake_not_at_unpark))
		word->wake(c, active == wake_one ? 1 : 1000, $);
}

// ---- The block ------------------------------------------------------------------------------

enum { ENDED = 2 }; // what a payload is after its destructor

struct block {
	word_t word;
	rl::var<int> kind;    // written before the thread starts
	rl::var<int> payload; // the thread's
};

static const struct timespec some_time = {1, 0};

// What thread.c and join.c do around the protocol. `gone` is the very end of the thread, which
// pthread_join waits for.
template <class T, int threads> struct scene : rl::test_suite<T, threads> {
	block *b;
	rl::semaphore<T> gone, told;

	void before()
	{
		spurious = 0;
		b = new block;
		b->word.store(0, rl::mo_relaxed, $);
		b->kind($) = 1;
		b->payload($) = 0;
		gone.init(false, 0, 1, $);
		told.init(false, 0, 2, $);
	}

	void after()
	{
		gone.deinit($);
		told.deinit($);
	}

	void block_free()
	{
		b->kind($) = -1; // races with whoever may still look
		b->payload($) = -1;
		delete b;
	}

	void thread_ends()
	{
		RL_ASSERT(int(b->kind($)) == 1);
		if (active != end_after_finish)
			b->payload($) = ENDED;
		bool last = state_finish(&b->word);
		if (active == end_after_finish)
			b->payload($) = ENDED;
		if (last)
			block_free();
		gone.signal($);
	}

	void join()
	{
		gone.wait(false, false, $);
		RL_ASSERT(int(b->payload($)) == ENDED);
		block_free();
	}

	void detach()
	{
		RL_ASSERT(int(b->kind($)) == 1);
		bool over = state_detach(&b->word);
		if (active == detach_frees ? !over : over && active != detach_leaves)
			join();
	}

	void tell(uint32_t bit)
	{
		state_tell(&b->word, bit);
		told.signal($);
	}
};

// ---- Scenes of two threads: the first is own's, the second its owner --------------------------

struct end_meets_detach : scene<end_meets_detach, 2> {
	void thread(unsigned i)
	{
		if (i == 0)
			thread_ends();
		else
			detach();
	}
};

struct end_meets_look : scene<end_meets_look, 2> {
	void thread(unsigned i)
	{
		if (i == 0) {
			thread_ends();
		} else {
			if (state_finished(&b->word))
				RL_ASSERT(int(b->payload($)) == ENDED);
			join();
		}
	}
};

// own_join_until, given up once: then a detach or a longer wait.
struct end_meets_wait : scene<end_meets_wait, 2> {
	void thread(unsigned i)
	{
		if (i == 0)
			return thread_ends();
		if (!state_await(&b->word, STATE_FINISHED, STATE_AWAITED, &some_time)) {
			if (rl::rand(2))
				return detach();
			RL_ASSERT(state_await(&b->word, STATE_FINISHED, STATE_AWAITED, nullptr));
		}
		RL_ASSERT(state_finished(&b->word) && int(b->payload($)) == ENDED);
		if (active == join_early)
			block_free();
		else
			join();
	}
};

struct park_meets_unpark : scene<park_meets_unpark, 2> {
	rl::var<int> data;
	void thread(unsigned i)
	{
		if (i == 0) {
			state_park(&b->word);
			RL_ASSERT(int(data($)) == 1);
			RL_ASSERT(!(word_get(&b->word) & (STATE_TOKEN | STATE_PARKED)));
			thread_ends();
		} else {
			data($) = 1;
			state_tell(&b->word, STATE_TOKEN);
			join();
		}
	}
};

// Two unparks may come to one token, but then the second one's news is seen all the same.
struct park_meets_two_unparks : scene<park_meets_two_unparks, 2> {
	rl::atomic<int> flag;
	void before()
	{
		scene::before();
		flag.store(0, rl::mo_relaxed, $);
	}
	void thread(unsigned i)
	{
		if (i == 0) {
			while (flag.load(rl::mo_relaxed, $) == 0)
				state_park(&b->word);
			thread_ends();
		} else {
			state_tell(&b->word, STATE_TOKEN);
			flag.store(1, rl::mo_relaxed, $);
			state_tell(&b->word, STATE_TOKEN);
			join();
		}
	}
};

struct parks_take_one_token_each : scene<parks_take_one_token_each, 2> {
	rl::var<int> data;
	void thread(unsigned i)
	{
		if (i == 0) {
			state_park(&b->word);
			told.signal($);
			state_park(&b->word);
			RL_ASSERT(int(data($)) == 1);
			thread_ends();
		} else {
			state_tell(&b->word, STATE_TOKEN);
			told.wait(false, false, $);
			data($) = 1;
			state_tell(&b->word, STATE_TOKEN);
			join();
		}
	}
};

struct sleep_meets_stop : scene<sleep_meets_stop, 2> {
	rl::var<int> data;
	void thread(unsigned i)
	{
		if (i == 0) {
			RL_ASSERT(state_sleep(&b->word, nullptr));
			RL_ASSERT(int(data($)) == 1);
			state_park(&b->word); // no wait any more
			RL_ASSERT(word_get(&b->word) & STATE_STOP);
			thread_ends();
		} else {
			data($) = 1;
			state_tell(&b->word, STATE_STOP);
			join();
		}
	}
};

struct sleep_keeps_token : scene<sleep_keeps_token, 2> {
	rl::var<int> data;
	void thread(unsigned i)
	{
		if (i == 0) {
			RL_ASSERT(!state_sleep(&b->word, &some_time));
			state_park(&b->word);
			RL_ASSERT(int(data($)) == 1);
			thread_ends();
		} else {
			data($) = 1;
			state_tell(&b->word, STATE_TOKEN);
			join();
		}
	}
};

// ---- Scenes of three: somebody else may use the handle, too -----------------------------------

// One word, and two that sleep on it: the thread itself and who waits for its end.
struct park_meets_wait : scene<park_meets_wait, 3> {
	void thread(unsigned i)
	{
		if (i == 0) {
			state_park(&b->word);
			thread_ends();
		} else if (i == 1) {
			RL_ASSERT(state_await(&b->word, STATE_FINISHED, STATE_AWAITED, nullptr));
			told.wait(false, false, $);
			join();
		} else {
			tell(STATE_TOKEN);
		}
	}
};

struct stop_meets_unpark : scene<stop_meets_unpark, 3> {
	void thread(unsigned i)
	{
		if (i == 0) {
			RL_ASSERT(state_sleep(&b->word, nullptr));
			thread_ends();
		} else if (i == 1) {
			state_tell(&b->word, STATE_STOP);
			told.wait(false, false, $);
			join();
		} else {
			tell(STATE_TOKEN);
		}
	}
};

// ---- The search -------------------------------------------------------------------------------

// Takes what Relacy prints. No stream of the library's: its buffer would be Relacy's memory.
struct silence : std::streambuf {
	int overflow(int c) override { return c; }
};

// `switches` is how often a thread may be interrupted that could go on; 0 for as often as it can be.
template <class T> static rl::test_params search(rl::scheduler_type_e how, unsigned switches, rl::iteration_t most)
{
	rl::test_params params;
	silence nothing;
	std::ostream quiet(&nothing);
	params.search_type = how;
	params.context_bound = switches;
	params.iteration_count = most;
	params.output_stream = params.progress_stream = &quiet;
	rl::simulate<T>(params);
	return params;
}

static const struct {
	const char *name;
	rl::test_params (*search)(rl::scheduler_type_e, unsigned, rl::iteration_t);
	unsigned switches;
} scenes[] = {
	{"end_meets_detach", search<end_meets_detach>, 0},
	{"end_meets_look", search<end_meets_look>, 0},
	{"end_meets_wait", search<end_meets_wait>, 0},
	{"park_meets_unpark", search<park_meets_unpark>, 0},
	{"park_meets_two_unparks", search<park_meets_two_unparks>, 5},
	{"parks_take_one_token_each", search<parks_take_one_token_each>, 5},
	{"sleep_meets_stop", search<sleep_meets_stop>, 0},
	{"sleep_keeps_token", search<sleep_keeps_token>, 0},
	{"park_meets_wait", search<park_meets_wait>, 3},
	{"stop_meets_unpark", search<stop_meets_unpark>, 4},
};

enum : rl::iteration_t { MOST = 100000000, MOST_AT_RANDOM = 20000 };

// 0 when every scene is right to its end.
static int prove()
{
	int failures = 0;
	active = none;
	for (const auto &s : scenes) {
		rl::scheduler_type_e how = s.switches ? rl::sched_bound : rl::sched_full;
		rl::test_params result = s.search(how, s.switches, MOST);
		bool right = result.test_result == rl::test_result_success, whole = result.stop_iteration < MOST;
		std::cout << s.name << ": " << (s.switches ? "orders of few switches: " : "all orders: ")
		          << result.stop_iteration << ", "
		          << (right ? whole ? "right" : "not searched to the end" : rl::test_result_str(result.test_result))
		          << std::endl;
		failures += !right || !whole;
	}
	return failures;
}

// 0 when a scene finds the mutant.
static int kill_mutant(int number)
{
	active = mutant(number);
	for (const auto &s : scenes) {
		rl::test_params result = s.search(rl::sched_random, 0, MOST_AT_RANDOM);
		if (result.test_result != rl::test_result_success) {
			std::cout << mutants[number].name << ": killed by " << s.name << ", "
			          << rl::test_result_str(result.test_result) << std::endl;
			return 0;
		}
	}
	std::cout << mutants[number].name << ": ALIVE: " << mutants[number].text << std::endl;
	return 1;
}

int main(int argc, char **argv)
{
	int failures = 0;
	if (argc == 1)
		failures += prove();
	for (int i = 1; i < mutant_count; i++)
		if (argc == 1 || std::strcmp(argv[1], mutants[i].name) == 0)
			failures += kill_mutant(i);
	std::cout << mutant_count - 1 << " mutants, failures: " << failures << std::endl;
	return failures != 0;
}
