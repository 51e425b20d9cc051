#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# dense.sh: 400 labels, each followed by a computed goto over all of them. 160,000
# edges are given up by name, in a moment and with little memory; other functions are not.
set -u
source_file=dense.c
{
	echo '#include <pthread.h>'
	echo 'static void *entry(void *arg) { return *(int *)arg ? arg : 0; }'
	echo 'int lend_bad(void) { int x = 1; pthread_t t; return pthread_create(&t, 0, entry, &x); }'
	echo 'int dense(unsigned n) {'
	printf '\tstatic const void *const table[] = {'
	for i in $(seq 400); do printf '&&l%d, ' "$i"; done
	echo '};'
	for i in $(seq 400); do printf 'l%d: n = n * 7 + %d; if (n > 9) goto *table[n %% 400];\n' "$i" "$i"; done
	echo 'return (int)n; }'
} >"$source_file"
grep -q __asan_init "$OUTLIVE" || ulimit -v $((6 << 20)) # KiB: the driver must not need it; sanitizers do
"$OUTLIVE" check --stats --format=short "$source_file" >out 2>err
status=$?
[[ $status == 1 ]] || { echo "exit status $status, wanted 1"; cat err; exit 1; }
grep -q 'dense.c:3:.*E0373' out || { echo "the finding is missing"; cat out; exit 1; }
grep -Eq '1 given up' err || { echo "the give-up is not counted"; cat err; exit 1; }
