#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ways_out.sh: a function with more combinations of running threads at its returns than a
# summary tells apart. It is decided in a moment, and its callers know that all may run.
source "$(dirname -- "${BASH_SOURCE[0]}")/check.bash"

{
	echo '#include <pthread.h>'
	echo 'static void *entry(void *arg) { return *(int *)arg ? arg : 0; }'
	echo 'static int start(unsigned on, int *x, int *y, pthread_t *t) {'
	for i in 0 1 2 3; do echo "if (on == $i) { if (pthread_create(&t[$i], 0, entry, $i & 1 ? x : y)) return $i; }"; done
	for i in 4 5 6 7; do echo "if (*x == $i && pthread_create(&t[$i], 0, entry, x)) return -$i;"; done
	echo 'return 0; }'
	echo 'int lend_bad(unsigned on) { int x = 1, y = 2; pthread_t t[8]; return start(on, &x, &y, t); }'
} >ways.c
run check --format=short ways.c
want out 'ways.c:13:'
want_units 1 1
finish
