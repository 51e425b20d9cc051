#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A unit that kills its worker costs itself and no other; results do not depend on -j.
source "$(dirname -- "${BASH_SOURCE[0]}")/check.bash"

for i in 1 2 3 4 5 6 7 8; do
	echo "int good$i(void) { return $i; }" >good$i.c
done

# A header that never ends.
mkfifo never.h
echo '#include "never.h"' >hang.c
run check -j 3 --timeout=1 good*.c hang.c
want_status 3
want_units 8 9
want err 'hang.c: not analysed: not finished after 1 s'

# More memory than there is: a string that doubles.
{
	echo '#define L0 "lollollollollollollollollollol",'
	for i in 1 2 3 4 5 6 7 8 9; do
		p=L$((i - 1))
		echo "#define L$i $p $p $p $p $p $p $p $p $p $p"
	done
	echo 'const char *laughs[] = { L9 };'
} >laughs.c
if ! grep -q __asan_init "$OUTLIVE"; then # the sanitizers leave no limit of memory
	run check -j 2 --memory=100 laughs.c good1.c good2.c
	want_status 3
	want_units 2 3
	want err 'laughs.c: not analysed: worker killed by signal'
	want err 'out of memory'
fi

# More stack than there is.
{
	printf 'int deep(int x) { return '
	head -c 3000000 /dev/zero | tr '\0' '!'
	echo 'x; }'
} >overflow.c
run check -j 2 overflow.c good1.c good2.c -- -fbracket-depth=10000000
want_status 3
want_units 2 3
want err 'overflow.c: not analysed: worker killed by signal 11 (stack overflow)'

# Order and content do not depend on -j or on the order of the files.
run check -j 1 --dump=mir good{1..8}.c
want_status 0
cp out one
run check -j 4 --dump=mir good{8..1}.c
cmp -s out one || fail 'another output with -j 4 and the files in another order'

# The worker has no environment: what the caller's CPATH says does not count.
mkdir hidden
echo 'int hidden;' >hidden/hidden.h
echo '#include "hidden.h"' >include.c
CPATH=$PWD/hidden run check include.c
want_status 3
want err "'hidden.h' file not found"

finish
