// Which threads were started is kept as bits of one number. Why one was not started is not asked
// again, so it keeps no states apart, and the bits of those that run stay known.
#include <pthread.h>
#include <stdio.h>

enum { NET = 1, DISK = 2, ALL = NET | DISK };

static void *reader(void *data)
{
	printf("%d\n", *(int *)data);
	return NULL;
}

int each_by_its_bit_ok(int wanted)
{
	int a = 1, b = 2, up = 0;
	pthread_t net, disk;
	if ((wanted & NET) && pthread_create(&net, NULL, reader, &a) == 0)
		up |= NET;
	if ((wanted & DISK) && pthread_create(&disk, NULL, reader, &b) == 0)
		up |= DISK;
	if (up & NET)
		pthread_join(net, NULL);
	if (up & DISK)
		pthread_join(disk, NULL);
	return up == ALL;
}

int last_first_ok(int wanted)
{
	int a = 1, b = 2, up = 0;
	pthread_t net, disk;
	if ((wanted & NET) && pthread_create(&net, NULL, reader, &a) == 0)
		up |= NET;
	if ((wanted & DISK) && pthread_create(&disk, NULL, reader, &b) == 0)
		up |= DISK;
	if (up & DISK)
		pthread_join(disk, NULL);
	if (up & NET)
		pthread_join(net, NULL);
	return up;
}

int only_if_both_bad(int wanted)
{
	int a = 1, b = 2, up = 0;
	pthread_t net, disk;
	if ((wanted & NET) && pthread_create(&net, NULL, reader, &a) == 0)
		up |= NET;
	if ((wanted & DISK) && pthread_create(&disk, NULL, reader, &b) == 0) //~ ERROR E0373
		up |= DISK;
	if (up & NET)
		pthread_join(net, NULL);
	if (up == ALL)
		pthread_join(disk, NULL);
	return up;
}
