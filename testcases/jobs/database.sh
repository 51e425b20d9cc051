#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Compile databases: every form of entry, units and their variants, and what is wrong
# with a database said where it is wrong.
source "$(dirname -- "${BASH_SOURCE[0]}")/check.bash"

mkdir -p src build/sub 'sp ace' inc
echo '#include "value.h"
int a(void) { return VALUE; }' >src/a.c
echo 'int b(void) { return B; }' >src/b.c
echo 'int c(void) { return 0; }' >'sp ace/c d.c'
echo 'int x;' >src/x.cpp
echo '#define VALUE 1' >inc/value.h

database() {
	cat >build/compile_commands.json
}

# Strings and arrays, relative folders, quoting, a file outside the folder.
database <<'J'
[
  {"directory": ".", "command": "gcc -I../inc -c ../src/a.c -o a.o", "file": "../src/a.c"},
  {"directory": "sub", "arguments": ["cc", "-DB=3", "-c", "../../src/b.c"], "file": "../../src/b.c"},
  {"command": "cc '-DX=\"a b\"' -DY=\"p \\\"q\\\"\" -c ../sp\\ ace/'c d'.c", "file": "../sp ace/c d.c"},
  {"directory": ".", "command": "g++ -c ../src/x.cpp", "file": "../src/x.cpp"},
  {"directory": ".", "command": "gcc -c ../src/start.S", "file": "../src/start.S"}
]
J
run check -p build
want_status 0
want_units 3 3
want err '2 database entries are not C'
run check -p build/compile_commands.json
want_status 0
want_units 3 3
(cd build/sub && "$OUTLIVE" check -p .. ../../src/b.c >"$scratch/out" 2>"$scratch/err") || fail 'from another folder'
want_units 1 1
run check -p build --explain-args 'sp ace/c d.c'
want out '-DX="a b"'
want out '-DY=p "q"'
run check -p build --explain-args src/b.c
want out "folder: $scratch/build/sub"

# Only the files named; a file that is not in it is said, never guessed.
run check -p build src/a.c src/../src/b.c
want_status 0
want_units 2 2
echo 'int n;' >src/new.c
run check -p build src/a.c src/new.c
want_status 2
want_units 1 2
want err 'src/new.c: not analysed: not in the compile database build/compile_commands.json'
run check -p build src/gone.c
want_status 2
want err 'src/gone.c: not analysed: No such file or directory'

# Variants are units; equal ones are one; -cc1 goes when the file has another.
database <<'J'
[
  {"directory": ".", "command": "gcc -DB=1 -O2 -c ../src/b.c -o b1.o", "file": "../src/b.c"},
  {"directory": ".", "command": "gcc -DB=1 -O0 -c ../src/b.c -o b2.o", "file": "../src/b.c"},
  {"directory": ".", "command": "gcc -DB=2 -c ../src/b.c -o b3.o", "file": "../src/./b.c"},
  {"directory": ".", "command": "clang -cc1 -triple x86_64 -DB=4 -main-file-name b.c ../src/b.c", "file": "../src/b.c"},
  {"directory": ".", "command": "/usr/lib/gcc/x/12/cc1 -quiet -DB=5 ../src/b.c", "file": "../src/b.c"},
  {"directory": ".", "arguments": ["clang", "-cc1", "-main-file-name", "a.c", "-I../inc", "../src/a.c"], "file": "../src/a.c"}
]
J
run check -p build --stats
want_status 0
want_units 3 3
want err '2 inner commands, 1 equal to another'

# The machine in the compiler's name; ccache is no compiler.
database <<'J'
[{"directory": ".", "command": "ccache /opt/bin/arm-linux-gnueabihf-gcc-12 -DB=1 -march=armv7-a -c ../src/b.c", "file": "../src/b.c"}]
J
run check -p build --explain-args src/b.c
want out '--target=arm-linux-gnueabihf    (from the compiler'
want out 'compiler: /opt/bin/arm-linux-gnueabihf-gcc-12'
run check -p build
want_status 0

# A file that is gone, a folder that is gone, a broken command: that unit only.
database <<'J'
[
  {"directory": ".", "command": "gcc -DB=1 -c ../src/b.c", "file": "../src/b.c"},
  {"directory": ".", "command": "gcc -c ../src/generated.c", "file": "../src/generated.c"},
  {"directory": "no/such", "command": "gcc -c ../../../src/a.c", "file": "../../../src/a.c"},
  {"directory": ".", "command": "gcc -DX='open -c ../src/new.c", "file": "../src/new.c"}
]
J
run check -p build
want_status 3
want_units 1 4
want err 'src/generated.c: not analysed: No such file or directory'
want err 'no/such: No such file or directory'
want err 'src/new.c: not analysed: entry 3 of the compile database: a quote is not closed'

# Wrong types, by entry; the good entries are still analysed.
database <<'J'
[
  {"directory": ".", "command": "gcc -DB=1 -c ../src/b.c", "file": "../src/b.c"},
  {"directory": 3, "command": "gcc", "file": "x.c"},
  {"directory": ".", "arguments": ["gcc", 7], "file": "x.c"},
  {"directory": ".", "arguments": "gcc", "file": "x.c"},
  {"directory": ".", "file": "x.c"},
  {"directory": ".", "command": "gcc"},
  [1]
]
J
run check -p build
want_status 2
want_units 1 1
want err "entry 1: 'directory' must be a string"
want err "entry 2: 'arguments' must be an array of strings"
want err "entry 3: 'arguments' must be an array of strings"
want err "entry 4: neither 'command' nor 'arguments'"
want err "entry 5: no 'file'"
want err 'entry 6: not an object'

# A database may come through a pipe when it is named, not when it is found in a folder.
echo '[{"directory": ".", "command": "gcc -DB=1 -c ../src/b.c", "file": "../src/b.c"}]' | database
(cd build && "$OUTLIVE" check -p <(cat compile_commands.json) >"$scratch/out" 2>"$scratch/err")
want err 'analysed 0/1 units' # its paths are relative to where it lies
mkdir piped && mkfifo piped/compile_commands.json
run check -p piped
want_status 2
want err 'compile database piped/compile_commands.json: not a regular file'

# No database at all.
run check -p nowhere
want_status 2
want err 'compile database nowhere: No such file or directory'
printf '[\n {"directory": ".",\n  "file" "x.c"}]\n' | database
run check -p build
want_status 2
want err 'build/compile_commands.json:3:'
echo '{"directory": "."}' | database
run check -p build
want_status 2
want err 'it must be an array of objects'
: | database
run check -p build
want_status 2
want err 'build/compile_commands.json:1:0:'
echo '[]' | database
run check -p build
want_status 2
want err 'no entry is C'
printf '[{"directory": ".", "command": "gcc \xff", "file": "x.c"}]' | database
run check -p build
want_status 2
head -c 100000 /dev/zero | tr '\0' '[' | database
run check -p build
want_status 2
truncate -s 300M build/compile_commands.json
run check -p build
want_status 2
want err 'larger than 256 MiB'

finish
