// SPDX-License-Identifier: MIT
// state: all that two threads tell each other about one of them, in one word. What goes in
// is the word and who asks; what comes out is who frees the thread's block. The word is
// only ever changed by adding bits, except that a parking thread takes its own two away.
// The operations word_* come from who includes this, so that a model can bring its own.
#ifndef OWN_STATE_H
#define OWN_STATE_H

enum {
	STATE_FINISHED = 1, // the task and the destructor are over
	STATE_DETACHED = 2, // no handle is left
	STATE_AWAITED = 4,  // somebody sleeps until STATE_FINISHED
	STATE_STOP = 8,     // a stop was requested
	STATE_TOKEN = 16,   // an unpark that no park has taken yet
	STATE_PARKED = 32,  // the thread itself sleeps
};

// The thread, as its last act: true when it must free its block. Nobody waits for a detached
// thread, so the wake touches a word that only a join frees, and a join comes after the
// thread's very end.
static inline bool state_finish(word_t *word)
{
	uint32_t before = word_add(word, STATE_FINISHED);
	if (before & STATE_AWAITED)
		word_wake(word);
	return before & STATE_DETACHED;
}

// The owner, giving up its handle: true when it must free the block.
static inline bool state_detach(word_t *word) { return word_add(word, STATE_DETACHED) & STATE_FINISHED; }

static inline bool state_finished(const word_t *word) { return word_get(word) & STATE_FINISHED; }

// Sleeps until one of the `wanted` bits is set, or until the deadline, or for ever without
// one: true when a bit came. `sleeper` tells who sets bits that someone sleeps.
static inline bool state_await(word_t *word, uint32_t wanted, uint32_t sleeper, const struct timespec *deadline)
{
	for (;;) {
		uint32_t now = word_get(word);
		if (now & wanted)
			return true;
		if (!(now & sleeper)) {
			word_add(word, sleeper);
			continue;
		}
		if (!word_sleep(word, now, deadline))
			return false;
	}
}

// Sets a bit that the thread itself may sleep for.
static inline void state_tell(word_t *word, uint32_t bit)
{
	if (word_add(word, bit) & STATE_PARKED)
		word_wake(word);
}

// The thread: sleeps until it is unparked, or asked to stop.
static inline void state_park(word_t *word)
{
	state_await(word, STATE_TOKEN | STATE_STOP, STATE_PARKED, NULL);
	word_remove(word, STATE_TOKEN | STATE_PARKED);
}

// The thread: true when a stop was requested before the deadline.
static inline bool state_sleep(word_t *word, const struct timespec *deadline)
{
	bool stop = state_await(word, STATE_STOP, STATE_PARKED, deadline);
	word_remove(word, STATE_PARKED);
	return stop;
}

#endif
