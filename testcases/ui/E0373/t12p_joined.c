// T12', right: main joins before it returns, on every path that started the thread.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct wordcount {
	const char *text;
	int words;
};

static void *wordcount_run(void *arg)
{
	struct wordcount *wc = arg;
	int in_word = 0;

	for (const char *p = wc->text; *p; p++) {
		if (*p == ' ')
			in_word = 0;
		else if (!in_word)
			in_word = ++wc->words;
	}
	return NULL;
}

int main(int argc, char **argv)
{
	struct wordcount wc = { argc > 1 ? argv[1] : "", 0 };
	pthread_t tid;
	int ret = EXIT_FAILURE;

	if (pthread_create(&tid, NULL, wordcount_run, &wc))
		return ret;
	if (argc > 2) {
		fprintf(stderr, "too many arguments\n");
		goto out;
	}
	ret = EXIT_SUCCESS;
out:
	pthread_join(tid, NULL);
	printf("%d\n", wc.words);
	return ret;
}
