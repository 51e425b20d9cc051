// SPDX-License-Identifier: MIT
// `main` waits until the thread has said that it is done, and the thread does no more then than tell that once more:
// it reads so many fields before that the condition's is not told apart.
#include <pthread.h>
#include <stdio.h>

#define EACH(X) X(a) X(b) X(c) X(d) X(e) X(f) X(g) X(h) X(i) X(j) X(k) X(l) X(m) X(n) X(o) X(p) X(q) X(r) X(s) \
	X(t) X(u) X(v) X(w) X(x) X(y) X(z) X(aa) X(ab) X(ac) X(ad) X(ae) X(af) X(ag) X(ah) X(ai) X(aj) X(ak) X(al) \
	X(am) X(an) X(ao) X(ap) X(aq) X(ar) X(as) X(at) X(au) X(av) X(aw) X(ax) X(ay) X(az) X(ba) X(bb) X(bc) X(bd) \
	X(be) X(bf) X(bg) X(bh) X(bi) X(bj) X(bk) X(bl) X(bm) X(bn) X(bo) X(bp) X(bq) X(br) X(bs) X(bt) X(bu) X(bv)

struct reader {
#define FIELD(name) int name;
	EACH(FIELD)
	int done;
	long sum;
	pthread_mutex_t lock;
	pthread_cond_t cond;
};

static struct reader reader, late_reader;

static long sum_of(struct reader *r)
{
	long sum = 0;
#define ADD(name) sum += r->name;
	EACH(ADD)
	return sum;
}

static void *read_all(void *arg)
{
	struct reader *r = arg;
	printf("%ld\n", sum_of(r));
	__sync_fetch_and_add(&r->done, 1);
	pthread_cond_signal(&r->cond);
	return NULL;
}

static void *read_late(void *arg)
{
	struct reader *r = arg;
	printf("%ld\n", sum_of(r));
	__sync_fetch_and_add(&r->done, 1);
	pthread_cond_signal(&r->cond);
	r->sum = sum_of(r);
	return NULL;
}

static void wait_for(struct reader *r)
{
	while (!r->done) {
		pthread_mutex_lock(&r->lock);
		pthread_cond_wait(&r->cond, &r->lock);
		pthread_mutex_unlock(&r->lock);
	}
}

int main(void)
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, read_all, &reader) != 0)
		return 1;
	wait_for(&reader);
	if (pthread_create(&thread, NULL, read_late, &late_reader) != 0) //~ WARNING main_exits_first
		return 1;
	wait_for(&late_reader);
	return 0;
}
