#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# budget.sh: twelve threads, each of which may run or not: more combinations than a point
# keeps. The function is named, and the run is not called complete.
source "$(dirname -- "${BASH_SOURCE[0]}")/check.bash"

{
	echo '#include <pthread.h>'
	echo 'static void *entry(void *arg) { return *(int *)arg ? arg : 0; }'
	echo 'int lend_bad(void) { int x = 1; pthread_t t; return pthread_create(&t, 0, entry, &x); }'
	echo 'int many(int x, unsigned on, pthread_t *t) {'
	for i in $(seq 0 11); do echo "if (on & $((1 << i))) pthread_create(&t[$i], 0, entry, &x);"; done
	for i in $(seq 0 11); do echo "if (on & $((1 << i))) pthread_join(t[$i], 0);"; done
	echo 'return x; }'
} >budget.c
run check --format=short budget.c
want_status 3
want err 'function `many` was followed in part only (budget of states)'
want out 'budget.c:3:'
want_units 1 1
finish
