#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Which arguments reach libclang: what matters to C does, what writes files, loads code
# or is gcc's own does not, and a refused one costs nothing but itself.
source "$(dirname -- "${BASH_SOURCE[0]}")/check.bash"

# after FLAG...: the arguments that reach libclang, one a line without reasons.
after() {
	run check --explain-args a.c -- "$@"
	sed -n '/^  after:/,/^  dropped:/p' out | sed -n 's/^    //p' | sed 's/    (.*//'
}

want_after() {
	local wanted=$1
	shift
	local got
	got=$(after "$@" | tr '\n' '|')
	[[ $got == "$wanted" ]] || fail "arguments after the table: $got, wanted $wanted"
}

echo 'int answer(void) { return ANSWER; }' >a.c
mkdir inc

# Kept.
want_after '-Iinc|-I inc|-DANSWER=1|-D B|-UC|-std=gnu11|' -Iinc -I inc -DANSWER=1 -D B -UC -std=gnu11
want_after '-isystem inc|-iquote inc|-idirafter inc|--sysroot=/|-nostdinc|' \
	-isystem inc -iquote inc -idirafter inc --sysroot=/ -nostdinc
want_after '-m32|-funsigned-char|-fms-extensions|-ansi|-pthread|-x c|' -m32 -funsigned-char -fms-extensions -ansi -pthread -x c
want_after '--target=x86_64-linux-gnu|' -target x86_64-linux-gnu
want_after '-DFORTIFY=2|-UX|' '-Wp,-MMD,x.d,-DFORTIFY=2,-UX'
want_after '--include-directory=inc|--define-macro=A|--undefine-macro B|-include x.h|-imacros y.h|' \
	--include-directory=inc --define-macro=A --undefine-macro B --include=x.h --imacros y.h -I-

# Dropped: gcc's own, code generation, warnings, linking.
want_after '' -O2 -g3 -Wall -w -pipe -fPIC -fconserve-stack -mpreferred-stack-boundary=3 -fno-ipa-sra -Wl,-z,now -lm -L/x \
	--param=ssp-buffer-size=4 -fsanitize=address -fstack-protector-strong -shared -s -v
run check --explain-args a.c -- -fconserve-stack
want out '-fconserve-stack    (gcc only)'

# Refused: each of these would write a file, load code or run a program.
hostile=(-o stolen -ostolen -MF stolen -MFstolen -MJ stolen -MD -MMD -MT x -MQ x -Xclang -dependency-dot -Xclang stolen
	-Xclang -load -Xclang ./evil.so -fplugin=./evil.so -fplugin-arg-x-y -fpass-plugin=./evil.so -load ./evil.so
	-mllvm -debug-only=x -mllvm=-x -wrapper ./evil -B./evil -B ./evil -specs=evil --specs=evil -save-temps=obj
	--serialize-diagnostics stolen -ftime-trace=stolen -fcrash-diagnostics-dir=stolen -fmodules-cache-path=stolen
	-fmodules -aux-info stolen -dumpdir stolen -fdump-tree-all=stolen -fprofile-generate=stolen --coverage
	-ftest-coverage -fsave-optimization-record=yaml --config=evil.cfg -ivfsoverlay evil.yaml -resource-dir evil
	-Wp,-MD,stolen -Wp,-MF,stolen -Xpreprocessor -MF -Xpreprocessor stolen -fmodule-map-file=x -gsplit-dwarf -E -S -c -M -MM)
want_after '' "${hostile[@]}"
run check a.c -- -DANSWER=1 "${hostile[@]}"
want_status 0
want_missing stolen
[[ $(find . -type f | sort | tr '\n' ' ') == './a.c ./err ./out ' ]] || fail "files were written: $(find . -type f)"

# What clang does not know is dropped and tried again.
run check a.c -- -DANSWER=1 -mno-such-thing -munknown-too
want_status 0
want_units 1 1
run check --explain-args a.c -- -DANSWER=1 -mno-such-thing
want out '-mno-such-thing    (clang refuses it)'
want_after '-DANSWER=1|' -DANSWER=1 -mno-such-thing
run check a.c -- -DANSWER=1 -march=no-such-machine
want_status 0

# What it refuses without a name costs the details of the machine first, and its kind last.
want_after '--target=aarch64-linux-gnu|-DANSWER=1|' --target=aarch64-linux-gnu -mcmodel=large -DANSWER=1
want_after '--target=x86_64-linux-gnu|-m32|-DANSWER=1|' --target=x86_64-linux-gnu -m32 -mtls-size=77 -mfloat-abi=x -mabi=x -DANSWER=1

# A value that looks like an option stays a value.
want_after '-D -o|' -D -o
run check --explain-args a.c -- -DANSWER=1 -I
want out '-I    (its value is missing)'

# Precompiled headers: the header is read, never what lies beside it.
echo '#define ANSWER 42' >pre.h
echo 'not a precompiled header' >pre.h.gch
cp pre.h.gch pre.h.pch
run check a.c -- -include pre.h
want_status 0
run check a.c -- -include-pch pre.h.pch
want_status 0
run check a.c -- -Xclang -include-pch -Xclang pre.h.pch -Xclang -include -Xclang pre.h
want_status 0
rm pre.h.gch pre.h.pch
want_after '-include pre.h|' -include pre.h

# Response files.
echo '-DANSWER=1 "-DTEXT=a b" @more.rsp' >args.rsp
echo "-DMORE='x y' -DESC=\\\\" >more.rsp
want_after '-DANSWER=1|-DTEXT=a b|-DMORE=x y|-DESC=\|' @args.rsp
echo '@loop.rsp' >loop.rsp
run check a.c -- @loop.rsp
want_status 2
want err 'response files nest deeper than'
run check a.c -- @missing.rsp
want_status 2
want err "response file 'missing.rsp': No such file or directory"
yes '@wide2.rsp' | head -n 100000 >wide1.rsp
yes '@wide3.rsp' | head -n 100000 >wide2.rsp
: >wide3.rsp
run check a.c -- @wide1.rsp
want_status 2
want err 'more than 1000 response files'

finish
