// files: auxiliary/parallel_for.c
// Real shape: the callee spawns and joins by itself, in another file, and leaves nothing behind.
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "auxiliary/parallel_for.h"

struct blur {
	const unsigned char *in;
	unsigned char *out;
	int width;
};

static void blur_row(int row, void *data)
{
	struct blur *blur = data;
	const unsigned char *in = blur->in + row * blur->width;
	unsigned char *out = blur->out + row * blur->width;

	usleep(20 * 1000);
	for (int x = 0; x < blur->width; x++)
		out[x] = (unsigned char)((in[x] + in[x ? x - 1 : 0]) / 2);
}

int blur_ok(const unsigned char *in, int rows)
{
	unsigned char out[256];
	struct blur blur = { in, out, 8 };

	parallel_for(rows, blur_row, &blur);
	return out[0];
}

int blur_twice_ok(const unsigned char *in, int rows)
{
	unsigned char first[256], second[256];
	struct blur blur = { in, first, 8 };

	parallel_for(rows, blur_row, &blur);
	blur = (struct blur){ first, second, 8 };
	parallel_for(rows, blur_row, &blur);
	return second[0];
}

// The other function of that file does not wait: the struct is lent, and the array that it points to.
int blur_first_bad(const unsigned char *in)
{
	unsigned char out[256];
	struct blur blur = { in, out, 8 };

	parallel_kick(0, blur_row, &blur); //~ ERROR E0373
	return 0;
}

#ifdef RUN
#include "../include/run.h"
static const unsigned char run_in[256];
RUN_MAIN(RUN_BAD(blur_first_bad(run_in)) RUN_OK(blur_ok(run_in, 16)) RUN_OK(blur_twice_ok(run_in, 3)))
#endif
