// The handle lies in a global that another file joins.
#include <pthread.h>

pthread_t background;
static pthread_t hidden;

static void *run(void *arg) { return (void *)(long)*(int *)arg; }

int background_start(int *n) { return pthread_create(&background, NULL, run, n); }
int hidden_start(int *n) { return pthread_create(&hidden, NULL, run, n); }
void hidden_stop(void) { pthread_join(hidden, NULL); }
