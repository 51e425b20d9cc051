// flags: -I../../../runtime/include
// The runtime `own`, known by the annotations of its header alone: what moves is gone, what is copied stays.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <own/own.h>

struct letter {
	char *text;
	int stamps;
};

OWN_TASK(send, struct letter, letter)
{
	printf("%s, %d stamps\n", letter->text, letter->stamps);
}

OWN_TASK(count, int, number)
{
	++*number;
}

OWN_DROP(letter_end, struct letter, letter)
{
	free(letter->text);
	free(letter);
}

static struct letter *letter_new(const char *text)
{
	struct letter *letter = calloc(1, sizeof *letter);

	if (!letter || !(letter->text = strdup(text)))
		abort();
	return letter;
}

int alias_read_bad(void)
{
	struct letter *letter = letter_new("dear"), *same = letter;
	own_thread *thread;

	if (own_spawn_move(&thread, send, &letter, letter_end) != 0) {
		letter_end(letter);
		return -1;
	}
	own_join(&thread);
	return same->stamps; //~ ERROR E0382
}

int alias_freed_bad(void)
{
	struct letter *letter = letter_new("dear"), *same = letter;
	own_thread *thread;

	if (own_spawn_move(&thread, send, &letter, letter_end) == 0)
		own_detach(&thread);
	free(same); //~ ERROR E0382
	return 0;
}

int moved_ok(void)
{
	struct letter *letter = letter_new("dear");
	own_thread *thread;

	if (own_spawn_move(&thread, send, &letter, letter_end) != 0) {
		letter_end(letter);
		return -1;
	}
	own_detach(&thread);
	free(letter); // NULL by now
	return 0;
}

int copied_ok(void)
{
	int number = 1;
	own_thread *thread;

	if (own_spawn(&thread, count, number, NULL) != 0)
		return -1;
	own_detach(&thread);
	return ++number;
}

// The counter of a loop, which is the mistake with raw threads, is copied each time.
int loop_ok(void)
{
	own_thread *threads[4];
	int started = 0;

	for (int i = 0; i < 4; i++)
		if (own_spawn(&threads[started], count, i, NULL) == 0)
			started++;
	while (started > 0)
		own_join(&threads[--started]);
	return 0;
}

// A copy copies the pointer: what it points to is lent.
int copied_pointer_bad(void)
{
	char text[] = "dear";
	struct letter letter = { text, 1 };
	own_thread *thread;

	if (own_spawn(&thread, send, letter, NULL) != 0) //~ ERROR E0373
		return -1;
	own_detach(&thread);
	return 0;
}

int copied_pointer_joined_ok(void)
{
	char text[] = "dear";
	struct letter letter = { text, 1 };
	own_thread *thread;

	if (own_spawn(&thread, send, letter, NULL) != 0)
		return -1;
	own_join(&thread);
	return 0;
}

int automatic_ok(int early)
{
	char text[] = "dear";
	struct letter letter = { text, 1 };
	OWN_AUTO thread = NULL;

	if (own_spawn(&thread, send, letter, NULL) != 0 || early)
		return -1;
	return 0;
}

int prepared_ok(void)
{
	struct letter *letter = own_prepare(struct letter);
	own_thread *thread;

	if (!letter)
		return -1;
	*letter = (struct letter){ "dear", 1 };
	if (own_start(&thread, send, &letter, NULL) != 0) {
		own_abandon(&letter);
		return -1;
	}
	return own_join(&thread);
}

// Handed back by the join.
int back_ok(void)
{
	int number = 1;
	own_thread *thread;

	if (own_spawn_back(&thread, count, number) != 0)
		return -1;
	if (own_join_back(&thread, &number) != 0)
		return -1;
	return number;
}
// Not run here: the runtime has tests of its own.
