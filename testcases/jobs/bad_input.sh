#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Files that cannot be analysed, or not wholly: each is named, the others are analysed.
source "$(dirname -- "${BASH_SOURCE[0]}")/check.bash"

echo 'int good(void) { return 0; }' >good.c

# Not readable as a file.
mkdir folder.c
mkfifo pipe.c
run check good.c missing.c folder.c pipe.c
want_status 2
want_units 1 4
want err 'missing.c: not analysed: No such file or directory'
want err 'folder.c: not analysed: Is a directory'
want err 'pipe.c: not analysed: not a regular file'
if [[ $(id -u) != 0 ]]; then
	cp good.c secret.c && chmod 0 secret.c
	run check good.c secret.c
	want_status 2
	want err 'secret.c: not analysed: Permission denied'
fi

run check good.c ''
want_status 2
want_units 1 1
want err 'a file is named by an empty word'

# What this process reads as its input or from a pipe is another thing for a worker.
cp good.c shared.c && ln -s /dev/stdin link.c && ln -s /proc/self/fd/0 fd.c
run check good.c /dev/stdin link.c fd.c <shared.c
want_status 2
want_units 1 4
for name in /dev/stdin link.c fd.c; do want err "$name: not analysed: not a regular file"; done
run check - <good.c
want_status 2
want err '-: not analysed: No such file or directory'

# Closed standard files are not taken by others that the program opens.
"$OUTLIVE" check --dump=mir good.c >plain.mir 2>err
"$OUTLIVE" check --dump=mir -o closed.mir missing.c good.c <&- >&- 2>&-
status=$?
want_status 2
cmp -s plain.mir closed.mir || fail 'another report with closed standard files'
"$OUTLIVE" check --dump=mir good.c >&- 2>err
status=$?
want_status 2
want err 'standard output: Bad file descriptor'

# Empty, not UTF-8, binary.
: >empty.c
run check empty.c good.c
want_status 0
want_units 2 2
printf '// caf\xe9\nchar *s = "\xff\xfe";\nint f(void) { return 0; }\n' >latin1.c
run check latin1.c
want_status 0
head -c 20000 /dev/urandom >noise.c
run check noise.c good.c
want_status 3
want_units 1 2

# Does not compile: analysed as far as clang recovers.
printf 'int f(void) { return 0; }\nint g(void) { retrun 1; }\n' >broken.c
run check broken.c good.c
want_status 3
want_units 1 2
want err 'broken.c: analysed in part: broken.c:2:'
echo '#include "nowhere.h"' >nohdr.c
run check nohdr.c
want_status 3
want err "'nowhere.h' file not found"

# Names: spaces, control characters, newlines, leading dashes, bidirectional marks.
cp good.c 'two words.c'
cp good.c $'new\nline.c'
cp good.c ./-dash.c
cp good.c $'\x1b[31mred.c'
run check 'two words.c' $'new\nline.c' ./-dash.c $'\x1b[31mred.c'
want_status 0
want_units 4 4
run check $'a\nb.c' $'\x1b[2Jx.c' $'\u202ec.c' $'\xff.c'
want_status 2
want err 'outlive: a\nb.c: not analysed'
want err 'outlive: \x1b[2Jx.c: not analysed'
want err 'outlive: \u202ec.c: not analysed'
want err 'outlive: \xff.c: not analysed'
cp broken.c $'bro\nken.c'
run check $'bro\nken.c'
want err 'outlive: bro\nken.c: analysed in part: bro\nken.c:2:'

# The same file twice is one unit; a name that is not C is said.
run check good.c ./good.c
want_status 0
want_units 1 1
cp good.c good.cpp
run check good.c good.cpp
want_status 2
want err 'good.cpp: not C'
cp good.c good.inc
run check good.inc
want_status 0

finish
