// T15: the same said by annotations in the library's header.
#include <stdlib.h>

#define OWN(word) __attribute__((annotate("own::" #word)))

struct queue;
typedef void task_fn(void *data);

OWN(spawn) OWN(when ret==0)
int queue_add(struct queue *queue OWN(handle), task_fn *run OWN(entry), void *data OWN(payload));
OWN(spawn) OWN(when ret==0)
int queue_give(struct queue *queue OWN(handle), task_fn *run OWN(entry), void *data OWN(moved));
OWN(join) void queue_drain(struct queue *queue OWN(handle_at));

struct mail {
	const char *to;
	int tries;
};

static void mail_send(void *data)
{
	struct mail *mail = data;

	mail->tries += mail->to[0] != 0;
}

static void mail_send_and_free(void *data)
{
	mail_send(data);
	free(data);
}

int queued_bad(struct queue *queue, const char *to)
{
	struct mail mail = { to, 0 };

	return queue_add(queue, mail_send, &mail); //~ ERROR E0373
}

int queued_then_error_bad(struct queue *queue, const char *to)
{
	struct mail mail = { to, 0 };

	if (queue_add(queue, mail_send, &mail) != 0) //~ ERROR E0373
		return -1;
	if (!*to)
		return -1;
	queue_drain(queue);
	return mail.tries;
}

int queued_ok(struct queue *queue, const char *to)
{
	struct mail mail = { to, 0 };

	if (queue_add(queue, mail_send, &mail) != 0)
		return -1;
	queue_drain(queue);
	return mail.tries;
}

int given_ok(struct queue *queue, const char *to)
{
	struct mail *mail = calloc(1, sizeof *mail);

	if (!mail)
		return -1;
	mail->to = to;
	if (queue_give(queue, mail_send_and_free, mail) != 0) {
		free(mail);
		return -1;
	}
	return 0;
}
