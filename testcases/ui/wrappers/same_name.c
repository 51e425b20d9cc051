// files: auxiliary/same_name_more.c
// A function of a library and a static function of another file have one name: the calls here are of the library's.
#include <pthread.h>
#include <stdlib.h>

void handle_read(const char *path);

int attach(const char *path, int flags);

void read_file_ok(void)
{
	char *path = malloc(100);

	path[0] = 0;
	if (attach(path, 0) >= 0)
		handle_read(path);
	free(path);
}

void read_again_ok(void)
{
	char path[] = "/";

	attach(path, 0);
}
