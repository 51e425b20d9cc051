#ifndef STAGE_H
#define STAGE_H

#include <pthread.h>

struct stage {
	pthread_t tid;
	pthread_mutex_t lock;
	char *script;
	int lines;
};

struct stage *stage_new(const char *script);
// Starts a thread that reads the script and counts its lines.
int stage_open(struct stage *stage);
void stage_wait(struct stage *stage);
void stage_free(struct stage *stage);
// Waits, then frees.
void stage_close(struct stage *stage);
// The script is replaced; the old one is the caller's.
char *stage_swap_script(struct stage *stage, char *script);

#define STAGE_CLEAR(stage)           \
	do {                         \
		stage_free(stage);   \
		(stage) = NULL;      \
	} while (0)

#endif
