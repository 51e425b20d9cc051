#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# many_exits.sh: 2,000 variables, and as many returns, gotos and breaks that leave all of them;
# allocas too. Their ends are not a square of that, and what is found stays.
source "$(dirname -- "${BASH_SOURCE[0]}")/check.bash"

# many N HEAD BEFORE WAY AFTER
many() {
	printf '%s {\n%s\n' "$2" "$3"
	for i in $(seq "$1"); do echo "A int x$i = n + $i;"; done
	for i in $(seq "$1"); do printf "if (n == $i) $4\n" "$i"; done
	printf '%s\n}\n' "$5"
}

{
	echo '#include <pthread.h>'
	echo 'static void end(int *p) { *p = 0; }'
	echo '#define A __attribute__((cleanup(end)))'
	echo 'static void *entry(void *arg) { return *(int *)arg ? arg : 0; }'
	many 2000 'int returns(int n)' '' 'return x%d;' 'return 0;'
	many 2000 'int gotos(int n)' '{' 'goto out;' '} out: return n;'
	many 2000 'int breaks(int n)' 'while (n) {' 'break;' '} return n;'
	printf 'int allocas(int n) {\n'
	for i in $(seq 2000); do echo "n += *(char *)__builtin_alloca(n); if (n == $i) return n;"; done
	echo 'return 0; }'
	many 200 'int lend_bad(int n)' 'int lent = n; pthread_t t; if (pthread_create(&t, 0, entry, &lent)) return -1;' \
		'return x%d;' 'return 0;'
} >exits.c
# Long chains of blocks that only jump.
{
	echo 'int labels(int n) {'
	for i in $(seq 60000); do echo "l$i:; do {} while (0);"; done
	echo 'return n; }'
} >chains.c
run check --timeout=1000 chains.c
want_status 0

run check --timeout=1000 --stats exits.c -- -pthread
want_status 1
want_units 1 1
want out 'exits.c:14020:' # the spawn
memory=$(sed -n 's/^memory *\([0-9]*\) MB in the largest worker.*/\1/p' err)
grep -q __asan_init "$OUTLIVE" || ((memory < 300)) || fail "$memory MB in the worker"
finish
