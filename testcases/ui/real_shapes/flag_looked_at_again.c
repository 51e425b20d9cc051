// Real shape: conformance tests of read-write locks. A loop polls a plain flag for a few seconds and ends either way;
// the test behind it asks what the loop has seen. That proves nothing in C, so it is a warning; a look at memory that
// nobody waits for says nothing about the thread at all.
#include <pthread.h>
#include <unistd.h>

enum { NOT_CREATED, ENTERED, EXITING };

static pthread_rwlock_t lock;
static int state;

static void *reader(void *arg)
{
	state = ENTERED;
	pthread_rwlock_rdlock(&lock);
	pthread_rwlock_unlock(&lock);
	state = EXITING;
	return arg;
}

int polled_for_a_while(void)
{
	pthread_t thread;
	int cnt = 0;

	pthread_rwlock_init(&lock, NULL);
	state = NOT_CREATED;
	if (pthread_create(&thread, NULL, reader, NULL))
		return 1;
	do
		sleep(1);
	while (state != EXITING && cnt++ < 3);
	if (state != EXITING)
		return 2;
	pthread_rwlock_destroy(&lock); //~ WARNING E0505
	return 0;
}

int gives_up_bad(void)
{
	pthread_t thread;
	int cnt = 0;

	pthread_rwlock_init(&lock, NULL);
	state = NOT_CREATED;
	if (pthread_create(&thread, NULL, reader, NULL))
		return 1;
	do
		sleep(1);
	while (state != EXITING && cnt++ < 3);
	pthread_rwlock_destroy(&lock); //~ ERROR E0505
	return 0;
}

int looked_at_by_chance_bad(void)
{
	pthread_t thread;

	pthread_rwlock_init(&lock, NULL);
	state = NOT_CREATED;
	if (pthread_create(&thread, NULL, reader, NULL))
		return 1;
	if (state != EXITING)
		sleep(1);
	if (state != EXITING)
		return 2;
	pthread_rwlock_destroy(&lock); //~ ERROR E0505
	return 0;
}

int joined_ok(void)
{
	pthread_t thread;
	int cnt = 0;

	pthread_rwlock_init(&lock, NULL);
	state = NOT_CREATED;
	if (pthread_create(&thread, NULL, reader, NULL))
		return 1;
	do
		sleep(1);
	while (state != EXITING && cnt++ < 3);
	pthread_join(thread, NULL);
	pthread_rwlock_destroy(&lock);
	return 0;
}
