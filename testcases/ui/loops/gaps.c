// SPDX-License-Identifier: MIT
// What the generator of programs has found. Of FN_* nothing is told; the generator lets these
// combinations go unsaid (generate/plan/plan.h, Gap), and does not make the one of FP_*.
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

int more(void);
void use(int value);

struct box {
	pthread_t tid;
	struct box *next;
	int *p;
	int n, started;
	sem_t sem;
};

static void *reads(void *arg)
{
	struct box *box = arg;
	use(box->n);
	return NULL;
}

static void *reads_int(void *arg)
{
	use(*(int *)arg);
	return NULL;
}

static void *follows(void *arg)
{
	struct box *box = arg;
	use(*box->p);
	return NULL;
}

static void *reads_and_posts(void *arg)
{
	struct box *box = arg;
	use(box->n);
	sem_post(&box->sem);
	return NULL;
}

// Whoever is not marked as started is not joined, and `mark` marks nobody.
void FN_state_not_always_set_bad(int n, int mark)
{
	struct box boxes[4] = {{0}};
	for (int i = 0; i < n; i++)
		if (pthread_create(&boxes[i].tid, NULL, reads, &boxes[i]) == 0) { //~ GAP E0373: element by element, a state
			if (mark)
				boxes[i].started = 1;
		}
	for (int i = 0; i < n; i++)
		if (boxes[i].started)
			pthread_join(boxes[i].tid, NULL);
}

void broken_off_behind_a_guard_bad(int n)
{
	struct box boxes[4] = {{0}};
	for (int i = 0; i < n; i++)
		if (pthread_create(&boxes[i].tid, NULL, reads, &boxes[i]) == 0) //~ ERROR E0373
			boxes[i].started = 1;
	for (int i = 0; i < n; i++) {
		if (boxes[i].started)
			pthread_join(boxes[i].tid, NULL);
		if (more())
			break;
	}
}

void first_and_second_left_out_bad(int n)
{
	pthread_t t[4];
	int x[4] = {0};
	for (int i = 0; i < n; i++)
		pthread_create(&t[i], NULL, reads_int, &x[i]); //~ ERROR E0373
	for (int i = 1; i < n; i++) {
		if (i == 1)
			continue;
		pthread_join(t[i], NULL);
	}
}

// The first create fails, the second does not: t[0] is joined, t[1] is not.
void count_behind_the_elements_bad(int n)
{
	pthread_t t[4];
	int x[4] = {0}, created = 0;
	for (int i = 0; i < n; i++)
		if (pthread_create(&t[i], NULL, reads_int, &x[i]) == 0) //~ ERROR E0373
			created++;
	for (int i = 0; i < created; i++)
		pthread_join(t[i], NULL);
}

void count_behind_in_a_block_bad(void)
{
	int created = 0;
	{
		struct box boxes[3] = {{0}};
		for (int i = 0; i < 3; i++)
			if (pthread_create(&boxes[i].tid, NULL, reads, &boxes[i]) == 0) //~ ERROR E0597
				created = created + 1;
		for (int i = 0; i < created; i++)
			pthread_join(boxes[i].tid, NULL);
	}
	more();
}

// Whoever comes after a failure gets no thread.
void count_of_the_first_ok(int n)
{
	pthread_t t[4];
	int x[4] = {0}, created = 0, failed = 0;
	for (int i = 0; i < n && !failed; i++) {
		failed = pthread_create(&t[i], NULL, reads_int, &x[i]);
		if (!failed)
			created++;
	}
	for (int i = 0; i < created; i++)
		pthread_join(t[i], NULL);
}

// Elements are passed over only before the first thread, and so by the joins.
void from_the_first_that_starts_ok(int n)
{
	pthread_t t[4];
	int x[4] = {0}, first = 0;
	while (first < n && pthread_create(&t[first], NULL, reads_int, &x[first]) != 0)
		first++;
	for (int i = first; i < n && i < first + 1; i++)
		pthread_join(t[i], NULL);
}

void unwound_sometimes_bad(void)
{
	pthread_t t[4];
	int x[4] = {0};
	for (int i = 0; i < 4; i++)
		if (pthread_create(&t[i], NULL, reads_int, &x[i])) { //~ ERROR E0373
			while (i--)
				if (more())
					pthread_join(t[i], NULL);
			return;
		}
	for (int i = 0; i < 4; i++)
		pthread_join(t[i], NULL);
}

int walk_left_early_bad(void)
{
	int x = 1;
	struct box *head = NULL;
	for (int i = 0; i < 3; i++) {
		struct box *box = malloc(sizeof *box);
		box->p = &x;
		box->next = head;
		pthread_create(&box->tid, NULL, follows, box); //~ ERROR E0373
		head = box;
	}
	while (head) {
		struct box *next = head->next;
		if (more())
			return 0;
		pthread_join(head->tid, NULL);
		head = next;
	}
	return x;
}

int last_alone_joined_bad(void)
{
	int x = 1;
	struct box *last = NULL;
	for (int i = 0; i < 3; i++) {
		struct box *box = malloc(sizeof *box);
		box->p = &x;
		pthread_create(&box->tid, NULL, follows, box); //~ ERROR E0373
		last = box;
	}
	pthread_join(last->tid, NULL);
	return x;
}

void last_alone_freed_bad(void)
{
	static int x = 1;
	struct box *last = NULL;
	for (int i = 0; i < 3; i++) {
		struct box *box = malloc(sizeof *box);
		box->p = &x;
		pthread_create(&box->tid, NULL, follows, box);
		last = box;
	}
	free(last); //~ ERROR E0505
}

void FN_each_turn_leaves_some_bad(int n)
{
	int x;
	for (int i = 0; i < n; i++) {
		pthread_t t[4];
		for (x = 0; x < 4; x++) //~ ERROR E0506
			if (pthread_create(&t[x], NULL, reads_int, &x)) //~ GAP E0373: threads of an earlier turn
				exit(1);
		pthread_join(t[0], NULL);
	}
}

void FN_two_and_one_wait_each_turn_bad(void)
{
	do {
		struct box box = {0};
		pthread_t a, b;
		sem_init(&box.sem, 0, 0);
		if (pthread_create(&a, NULL, reads_and_posts, &box)) //~ GAP E0597: a wait in a loop, for several
			exit(1);
		if (pthread_create(&b, NULL, reads_and_posts, &box)) //~ GAP E0597: a wait in a loop, for several
			exit(1);
		pthread_detach(a);
		pthread_detach(b);
		while (sem_wait(&box.sem) != 0)
			;
	} while (more());
}

void FN_one_of_many_detached(void)
{
	pthread_t t[4];
	static int x[4];
	for (int i = 0; i < 4; i++)
		if (pthread_create(&t[i], NULL, reads_int, &x[i])) //~ GAP unjoined_thread: which of many are detached
			exit(1);
	pthread_detach(t[0]);
}

// Whoever is started ends the process.
int FP_started_and_gone_ok(int n)
{
	struct box boxes[4] = {{0}};
	for (int i = 0; i < n; i++)
		if (pthread_create(&boxes[i].tid, NULL, reads, &boxes[i]) == 0) //~ ERROR E0373
			boxes[i].started = 1; //~ GAP E0373: false, element by element, a state
	for (int i = 0; i < n; i++)
		if (boxes[i].started)
			exit(1);
	return 0;
}

// The bound is 2, or 0 where the first create fails; never 1, for which nobody would be joined.
void FP_bound_lowered_each_turn_ok(void)
{
	pthread_t t[2];
	struct box boxes[2] = {{0}};
	int i, n = 2;
	do {
		for (i = 0; i < n; i++) {
			if (i == 1)
				continue;
			boxes[i].n = i; //~ ERROR E0506
			//~^ GAP E0506: false, a number is a range
			if (pthread_create(&t[i], NULL, reads, &boxes[i]) != 0) //~ ERROR E0373
				n = i; //~ GAP E0373: false, a number is a range
		}
		for (int k = 0; k < n - 1; k++)
			pthread_join(t[k], NULL);
	} while (more());
}
