// T6'': a spawn function whose annotations say that it takes its argument: it belongs to the thread when the call
// succeeded.
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OWN(word) __attribute__((annotate("own::" #word)))

typedef struct worker worker;

// Takes the block itself.
OWN(spawn) OWN(when ret==0)
int worker_give(worker **out OWN(handle), void (*run)(void *) OWN(entry), void *data OWN(moved));
// Takes what the pointer points to, and sets the pointer to NULL.
OWN(spawn) OWN(when ret==0)
int worker_take(worker **out OWN(handle), void (*run)(void *) OWN(entry), void *data OWN(moved) OWN(consumes));
// Copies.
OWN(spawn) OWN(when ret==0)
int worker_copy(worker **out OWN(handle), void (*run)(void *) OWN(entry), const void *data OWN(copied), size_t size);
OWN(detach) void worker_let_go(worker *self OWN(handle));
OWN(join) void worker_join(worker *self OWN(handle));

struct letter {
	char *text;
	int stamps;
};

static void send_letter(void *data)
{
	struct letter *letter = data;

	puts(letter->text);
}

static void stamp(void *data)
{
	++*(int *)data;
}

static struct letter *letter_new(void)
{
	struct letter *letter = calloc(1, sizeof *letter);

	if (!letter)
		abort();
	return letter;
}

int given_then_read_bad(void)
{
	struct letter *letter = letter_new();
	worker *w;

	if (worker_give(&w, send_letter, letter) != 0) {
		free(letter);
		return -1;
	}
	worker_let_go(w);
	return letter->stamps; //~ ERROR E0382
}

int given_then_freed_bad(void)
{
	struct letter *letter = letter_new();
	worker *w;
	int failed = worker_give(&w, send_letter, letter);

	if (!failed)
		worker_let_go(w);
	free(letter); //~ ERROR E0382
	return failed;
}

// The join does not give it back.
int given_joined_written_bad(void)
{
	struct letter *letter = letter_new();
	worker *w;

	if (worker_give(&w, send_letter, letter) != 0)
		exit(1);
	worker_join(w);
	letter->stamps = 1; //~ ERROR E0382
	return 0;
}

// The pointer itself is NULL afterwards, but there is a second one.
int taken_and_alias_bad(void)
{
	struct letter *letter = letter_new(), *same = letter;
	worker *w;

	if (worker_take(&w, send_letter, &letter) != 0) {
		free(letter);
		return -1;
	}
	worker_let_go(w);
	return same->stamps; //~ ERROR E0382
}

int given_ok(void)
{
	struct letter *letter = letter_new();
	int stamps = letter->stamps;
	worker *w;

	if (worker_give(&w, send_letter, letter) != 0) {
		fprintf(stderr, "not sent: %s\n", letter->text);
		free(letter);
		return -1;
	}
	worker_let_go(w);
	return stamps;
}

// Empty unless the start failed: free(NULL) does nothing.
int taken_ok(void)
{
	struct letter *letter = letter_new();
	worker *w;
	int failed = worker_take(&w, send_letter, &letter);

	free(letter);
	if (!failed)
		worker_let_go(w);
	return failed;
}

int taken_again_ok(void)
{
	struct letter *letter = letter_new();
	worker *w;

	for (int i = 0; i < 3; i++) {
		if (worker_take(&w, send_letter, &letter) != 0)
			break;
		worker_let_go(w);
		letter = letter_new();
		letter->stamps = i;
	}
	free(letter);
	return 0;
}

// A copy leaves the original where it is.
int copied_ok(void)
{
	int *stamps = calloc(1, sizeof *stamps), n;
	worker *w;

	if (!stamps)
		return -1;
	if (worker_copy(&w, stamp, stamps, sizeof *stamps) == 0)
		worker_let_go(w);
	n = ++*stamps;
	free(stamps);
	return n;
}
