// T12': a joinable C11 thread that main does not join; main ends by its closing brace.
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>

struct page {
	int number;
};

static int print_page(void *arg)
{
	struct page *page = arg;

	thrd_sleep(&(struct timespec){ .tv_sec = 1 }, NULL);
	printf("page %d\n", page->number);
	free(page);
	return 0;
}

int main(void)
{
	struct page *page = calloc(1, sizeof *page);
	thrd_t thr;

	if (!page)
		return EXIT_FAILURE;
	if (thrd_create(&thr, print_page, page) != thrd_success) { //~ WARNING main_exits_first
		free(page);
		return EXIT_FAILURE;
	}
	puts("printing");
}
