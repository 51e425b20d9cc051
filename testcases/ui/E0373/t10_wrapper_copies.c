// files: auxiliary/task_pool.c
// T10: the wrapper copies the pointee before it spawns. The object itself is not borrowed; what its fields point to is.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "auxiliary/task_pool.h"

struct mail {
	char to[32];
	const char *body;
	int *delivered;
};

static int deliveries;

static void mail_send(void *arg)
{
	struct mail *mail = arg;

	usleep(20 * 1000);
	if (mail->to[0] && mail->body)
		++*mail->delivered;
}

// memcpy in the wrapper: `mail` may die.
int copied_ok(const char *to)
{
	struct mail mail = { .body = "hello", .delivered = &deliveries };

	snprintf(mail.to, sizeof mail.to, "%s", to);
	return task_start_copy(mail_send, &mail, sizeof mail);
}

// The copy holds the address of the local counter.
int copied_with_pointer_bad(const char *to)
{
	int delivered = 0;
	struct mail mail = { .body = "hello", .delivered = &delivered };

	snprintf(mail.to, sizeof mail.to, "%s", to);
	if (task_start_copy(mail_send, &mail, sizeof mail) < 0) //~ ERROR E0373
		return -1;
	return delivered;
}

// `body` is only tested by the entry, so the local text is not borrowed.
int copied_text_ok(const char *to)
{
	char text[64];
	struct mail mail = { .body = text, .delivered = &deliveries };

	snprintf(text, sizeof text, "dear %s", to);
	snprintf(mail.to, sizeof mail.to, "%s", to);
	return task_start_copy(mail_send, &mail, sizeof mail);
}

// The other function of the pool does not copy.
int not_copied_bad(const char *to)
{
	struct mail mail = { .body = "hello", .delivered = &deliveries };

	snprintf(mail.to, sizeof mail.to, "%s", to);
	return task_start(NULL, mail_send, &mail); //~ ERROR E0373
}

// A copy of the pointer is no copy of the pointee.
struct mail_holder {
	struct mail *mail;
};

static void mail_send_held(void *arg)
{
	struct mail_holder *holder = arg;

	mail_send(holder->mail);
}

int pointer_copied_bad(const char *to)
{
	struct mail mail = { .body = "hello", .delivered = &deliveries };
	struct mail_holder holder = { &mail };

	snprintf(mail.to, sizeof mail.to, "%s", to);
	return task_start_copy(mail_send_held, &holder, sizeof holder); //~ ERROR E0373
}

int pointer_to_heap_ok(const char *to)
{
	struct mail *mail = calloc(1, sizeof *mail);
	struct mail_holder holder = { mail };

	if (!mail)
		return -1;
	mail->delivered = &deliveries;
	snprintf(mail->to, sizeof mail->to, "%s", to);
	return task_start_copy(mail_send_held, &holder, sizeof holder);
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(copied_with_pointer_bad("a")) RUN_BAD(not_copied_bad("a")) RUN_BAD(pointer_copied_bad("a"))
		RUN_OK(copied_ok("a")) RUN_OK(copied_text_ok("a")) RUN_OK(pointer_to_heap_ok("a")))
#endif
