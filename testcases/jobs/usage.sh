#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The command line itself: its exit statuses, and clear words for what is not there.
source "$(dirname -- "${BASH_SOURCE[0]}")/check.bash"

echo 'int good(void) { return 0; }' >good.c

refuse() {
	local message=$1
	shift
	run "$@"
	want_status 2
	want err "$message"
	[[ ! -s out ]] || fail 'something on standard output'
}

refuse 'no command'
refuse "unknown command 'frobnicate'" frobnicate
refuse 'nothing to check' check
refuse 'nothing to check' check -- -DX
refuse "unknown option '--nonsense'" check --nonsense good.c
refuse "unknown option '-z'" check -z good.c
refuse '--format needs an argument' check good.c --format
refuse '--strict takes no argument' check --strict=yes good.c
refuse "unknown format 'fancy'; use human or short" check --format=fancy good.c
for format in json sarif github gitlab html; do
	refuse "format '$format' is planned and not there yet; use human or short" check --format=$format good.c
done
for verb in capture link doctor; do
	refuse "'$verb' is planned and not there yet" $verb good.c
done
refuse '--fix is planned and not there yet' check --fix good.c
refuse '--color is auto, always or never' check --color=pink good.c
refuse "--dump takes mir, sum, facts and loans, not 'all'" check --dump=mir,all good.c
refuse '--dump needs at least one' check --dump= good.c
for n in 0 -1 x '' 99999999999999999999; do
	refuse "--jobs needs a number from 1, not '$n'" check -j "$n" good.c
done
refuse 'compiler flags after -- go with files' check -p . -- -DX
refuse "unknown code 'E9999' after -D" check -D E9999 good.c
refuse "there is no code 'E9999'; there are: E" explain E9999
refuse 'explain needs one code' explain
refuse 'explain needs one code' explain E0373 E0597

run --help
want_status 0
want out 'usage: outlive check'
want out '--explain-args'
want out '3 incomplete (a unit failed or was'
want out 'or a function was too large to follow'
run --version
want_status 0
want out 'outlive '
run explain E0373
want_status 0
want out 'E0373'
cp out explained
run check --explain E0373
want_status 0
cmp -s out explained || fail '--explain differs from explain'

# Options stand anywhere; -- ends them.
run check good.c --strict -j 2 --format=short
want_status 0
want_units 1 1
POSIXLY_CORRECT=1 run check good.c --strict
want_status 0

# Where findings go.
run check good.c -o report.txt
want_status 0
[[ -e report.txt ]] || fail 'no report'
run check good.c -o no/such/folder/report.txt
want_status 2
want err 'no/such/folder/report.txt: No such file or directory'
"$OUTLIVE" check --dump=mir good.c >/dev/full 2>err
status=$?
want_status 2
want err 'standard output: No space left on device'

finish
