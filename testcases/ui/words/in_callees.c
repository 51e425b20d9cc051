// What a callee does is shown where it does it: a free, an assignment, a close, with the calls that lead there.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

struct page {
	int number;
	FILE *out;
	char *text;
};

static void *page_print(void *arg)
{
	struct page *page = arg;

	usleep(20 * 1000);
	fprintf(page->out, "%d\n", page->number);
	return NULL;
}

static void *read_text(void *arg)
{
	const char *text = arg;

	usleep(20 * 1000);
	return text[0] ? arg : NULL;
}

static void page_end(struct page *page)
{
	free(page);
}

static void page_drop(struct page *page)
{
	page_end(page);
}

static void page_close(struct page *page) { fclose(page->out); }

static void page_renumber(struct page *page, int number)
{
	page->number = number;
}

void freed_bad(void)
{
	struct page *page = calloc(1, sizeof *page);
	pthread_t tid;

	if (!page)
		return;
	page->out = stderr;
	if (pthread_create(&tid, NULL, page_print, page) != 0)
		abort();
	page_drop(page); //~ ERROR E0505 cannot free `*page`
	pthread_join(tid, NULL);
}

void assigned_bad(void)
{
	struct page page = { .out = stderr };
	pthread_t tid;

	if (pthread_create(&tid, NULL, page_print, &page) != 0)
		abort();
	page_renumber(&page, 2); //~ ERROR E0506 cannot assign to `page.number`
	pthread_join(tid, NULL);
}

void closed_bad(const char *path)
{
	struct page page = { .out = fopen(path, "w") };
	pthread_t tid;

	if (!page.out || pthread_create(&tid, NULL, page_print, &page) != 0)
		abort();
	page_close(&page); //~ ERROR E0505 cannot close `*page.out`
	pthread_join(tid, NULL);
}

void unmapped_bad(int fd)
{
	char *text = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
	pthread_t tid;

	if (text == MAP_FAILED || pthread_create(&tid, NULL, read_text, text) != 0)
		abort();
	munmap(text, 4096); //~ ERROR E0505 cannot unmap `*text`
	pthread_join(tid, NULL);
}

// The join is below, but not on the way that frees.
int freed_on_error_bad(int number)
{
	struct page *page = calloc(1, sizeof *page);
	pthread_t tid;

	if (!page)
		return -1;
	page->out = stderr;
	if (pthread_create(&tid, NULL, page_print, page) != 0)
		abort();
	if (number < 0) {
		free(page); //~ ERROR E0505
		return -1;
	}
	pthread_join(tid, NULL);
	free(page);
	return 0;
}

// Two threads, one assignment: one finding.
void both_bad(void)
{
	struct page page = { .out = stderr };
	pthread_t first, second;

	if (pthread_create(&first, NULL, page_print, &page) != 0)
		abort();
	if (pthread_create(&second, NULL, page_print, &page) != 0)
		abort();
	page.number = 2; //~ ERROR E0506
	pthread_join(first, NULL);
	pthread_join(second, NULL);
}
// Not run here: the same mistakes run in the folders of their codes.
