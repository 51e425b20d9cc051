// A count is a constant on one way and a callee's answer on another: what a test says of it holds
// for both. The shape of git's send-pack.
#include <pthread.h>
#include <stddef.h>

struct ref {
	struct ref *next;
	int skipped;
};

struct demux {
	pthread_t tid;
	int in, out;
};

int write_certificate(const struct ref *refs); // how many commands it has sent
int send_pack_data(void);

static void *demultiplex(void *arg)
{
	struct demux *demux = arg;
	demux->out = demux->in;
	return NULL;
}

int joined_ok(const struct ref *refs, int certified, int sideband)
{
	struct demux demux = {.in = 1};
	int sent = 0, ret = 0;
	if (certified)
		sent = write_certificate(refs);
	for (const struct ref *ref = refs; ref; ref = ref->next)
		if (!ref->skipped && !sent)
			sent = 1;
	if (sideband && sent && pthread_create(&demux.tid, NULL, demultiplex, &demux) != 0)
		return -1;
	if (sent)
		ret = send_pack_data();
	if (sideband && sent)
		pthread_join(demux.tid, NULL);
	return ret;
}

int not_joined_bad(const struct ref *refs, int certified, int sideband)
{
	struct demux demux = {.in = 1};
	int sent = 0, ret = 0;
	if (certified)
		sent = write_certificate(refs);
	for (const struct ref *ref = refs; ref; ref = ref->next)
		if (!ref->skipped && !sent)
			sent = 1;
	if (sideband && sent && pthread_create(&demux.tid, NULL, demultiplex, &demux) != 0) //~ ERROR E0373
		return -1;
	if (sent)
		ret = send_pack_data();
	if (sideband && !sent)
		pthread_join(demux.tid, NULL);
	return ret;
}
