// files: auxiliary/fail.c
// Functions of another file that do not return, or return only for one value of an argument; nothing is declared
// noreturn.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <unistd.h>

#include "auxiliary/fail.h"

struct scan {
	const char *root;
	long files;
};

static void *scan_run(void *arg)
{
	struct scan *scan = arg;

	usleep(100 * 1000);
	scan->files += (long)strlen(scan->root);
	return NULL;
}

static int scan_run_c11(void *arg)
{
	return scan_run(arg) != NULL;
}

long fail_ok(const char *root)
{
	struct scan scan = { root, 0 };
	pthread_t tid;
	int error = pthread_create(&tid, NULL, scan_run, &scan);

	if (error != 0)
		fail_errno(error, "pthread_create");
	if (*root == '\0')
		fail("no root\n");
	pthread_join(tid, NULL);
	return scan.files;
}

// `complain` comes back.
long complain_bad(const char *root)
{
	struct scan scan = { root, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, scan_run, &scan) != 0) //~ ERROR E0373
		fail("no thread\n");
	if (*root == '\0') {
		complain("no root");
		return -1;
	}
	pthread_join(tid, NULL);
	return scan.files;
}

// Returns only if its first argument is 0: the create has succeeded then.
long check_ok(const char *root)
{
	struct scan scan = { root, 0 };
	pthread_t tid;

	check(pthread_create(&tid, NULL, scan_run, &scan), "pthread_create");
	check(*root == '\0', "root");
	check(pthread_join(tid, NULL), "pthread_join");
	return scan.files;
}

long must_ok(const char *root)
{
	struct scan scan = { root, 0 };
	pthread_t first, second;

	MUST(pthread_create(&first, NULL, scan_run, &scan));
	MUST(pthread_join(first, NULL));
	MUST(pthread_create(&second, NULL, scan_run, &scan));
	if (*root == '\0')
		MUST(1);
	MUST(pthread_join(second, NULL));
	return scan.files;
}

// MUST(0) returns.
long must_bad(const char *root)
{
	struct scan scan = { root, 0 };
	pthread_t tid;

	MUST(pthread_create(&tid, NULL, scan_run, &scan)); //~ ERROR E0373
	if (*root == '\0') {
		MUST(0);
		return -1;
	}
	MUST(pthread_join(tid, NULL));
	return scan.files;
}

// Returns only if its first argument is not 0.
long require_ok(const char *root)
{
	struct scan scan = { root, 0 };
	thrd_t thr;

	REQUIRE(thrd_create(&thr, scan_run_c11, &scan) == thrd_success);
	REQUIRE(*root);
	if (root[0] == '/' && root[1] == '/') {
		require(0, "one slash");
		return -1;
	}
	REQUIRE(thrd_join(thr, NULL) == thrd_success);
	return scan.files;
}

long require_bad(const char *root)
{
	struct scan scan = { root, 0 };
	thrd_t thr;

	REQUIRE(thrd_create(&thr, scan_run_c11, &scan) == thrd_success); //~ ERROR E0373
	if (root[0] == '/' && root[1] == '/') {
		require(1, "one slash");
		return -1;
	}
	REQUIRE(thrd_join(thr, NULL) == thrd_success);
	return scan.files;
}

long report_ok(const char *root)
{
	struct scan scan = { root, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, scan_run, &scan) != 0)
		report(1, "no thread");
	if (*root == '\0')
		report(2, "no root");
	pthread_join(tid, NULL);
	return scan.files;
}

// Status 0 only prints.
long report_bad(const char *root)
{
	struct scan scan = { root, 0 };
	pthread_t tid;

	if (pthread_create(&tid, NULL, scan_run, &scan) != 0) //~ ERROR E0373
		report(1, "no thread");
	if (*root == '\0') {
		report(0, "no root");
		return -1;
	}
	pthread_join(tid, NULL);
	return scan.files;
}

// The memory is there, or the program is not.
long need_ok(const char *root)
{
	struct scan *scan = need(malloc(sizeof *scan));
	pthread_t tid;
	long files;

	*scan = (struct scan){ root, 0 };
	if (pthread_create(&tid, NULL, scan_run, scan) == 0)
		pthread_join(tid, NULL);
	files = scan->files;
	free(scan);
	return files;
}

#ifdef RUN
#include "../include/run.h"
RUN_MAIN(RUN_BAD(complain_bad("")) RUN_BAD(must_bad("")) RUN_BAD(require_bad("//")) RUN_BAD(report_bad(""))
		RUN_OK(fail_ok("/")) RUN_OK(check_ok("/")) RUN_OK(must_ok("/")) RUN_OK(require_ok("/"))
		RUN_OK(report_ok("/")) RUN_OK(need_ok("/")))
#endif
