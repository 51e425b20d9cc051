#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# dense.sh: 400 labels, each followed by a computed goto over all of them. Where the gotos
# leave the same storage behind, they share their edges; where each lies in storage of its
# own with its label, 160,000 edges are given up by name, in a moment and with little memory.
set -u
source_file=dense.c

dispatch() {
	printf '%s {\n\tstatic const void *const table[] = {' "$1"
	for i in $(seq 400); do printf '&&l%d, ' "$i"; done
	echo '};'
	for i in $(seq 400); do printf "$2" "$i" "$i"; done
	echo 'return (int)n; }'
}

{
	echo '#include <pthread.h>'
	echo 'static void *entry(void *arg) { return *(int *)arg ? arg : 0; }'
	echo 'int lend_bad(void) { int x = 1; pthread_t t; return pthread_create(&t, 0, entry, &x); }'
	dispatch 'int shared(unsigned n)' 'l%d: { int m = %d; n = n * 7 + m; if (n > 9) goto *table[n %% 400]; }\n'
	dispatch 'int dense(unsigned n)' '{ int m; l%d: m = %d; n = n * 7 + m; if (n > 9) goto *table[n %% 400]; }\n'
} >"$source_file"
grep -q __asan_init "$OUTLIVE" || ulimit -v $((6 << 20)) # KiB: the driver must not need it; sanitizers do
"$OUTLIVE" check --timeout=1000 --stats --format=short "$source_file" >out 2>err
status=$?
[[ $status == 1 ]] || { echo "exit status $status, wanted 1"; cat err; exit 1; }
grep -q 'dense.c:3:.*E0373' out || { echo "the finding is missing"; cat out; exit 1; }
grep -Eq ', 1 given up' err && grep -q '^gave up *dense:' err || { echo "not the give-up that is wanted"; cat err; exit 1; }
