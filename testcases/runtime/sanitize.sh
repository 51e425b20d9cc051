#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# sanitize.sh KIND FILE [FLAG...]: builds the runtime and a test of it in one with a sanitizer
# of clang (thread, address, undefined) or statically against musl, and runs it.
source "$SOURCE/testcases/runners/common.sh"

kind=$1 file=$2
shift 2
compiler=(clang-19 -fexceptions)
case $kind in
thread | address) compiler+=(-fsanitize="$kind") ;;
undefined) compiler+=(-fsanitize=undefined,function) ;;
musl) compiler=(musl-gcc -static) ;; # no unwinding: see OWN_SCOPE
*) fail "no such kind: $kind"; finish ;;
esac
command -v "${compiler[0]}" >/dev/null || { echo "skipped: no ${compiler[0]} here"; exit 77; }
[[ $kind == musl ]] || compiler+=(-fno-sanitize-recover=all -fno-omit-frame-pointer)

export ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1
export TSAN_OPTIONS=die_after_fork=0:halt_on_error=1
must "${compiler[@]}" -std=c11 -D_GNU_SOURCE -O1 -g -pthread "$@" -I"$SOURCE/runtime/include" -I"$SOURCE/runtime/src" \
	-I"$SOURCE/testcases/unit" "$SOURCE"/runtime/src/*.c "$file" -o "$scratch/test"
must "$scratch/test"
finish
