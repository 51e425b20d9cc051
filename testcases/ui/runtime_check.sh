#!/bin/sh
# usage: runtime_check.sh CASE.c bad|ok address|thread
# Builds a runnable case with a sanitizer and runs its bad or its ok calls: every bad call must be reported,
# no ok call may be. Cases and modes stand in runtime.list. Exit 77 means skipped: no compiler with that sanitizer.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
case_file=$1 mode=$2 sanitizer=$3
test -f "$case_file" || case_file=$here/$1
: "${CC:=clang-19}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sources=$case_file
for name in $(sed -n '1s|^// files: *||p' "$case_file"); do
	sources="$sources $(dirname "$case_file")/$name"
done
flags=$(sed -n 's|^// flags: *||p' "$case_file")

echo 'int main(void){return 0;}' >"$work/probe.c"
if ! $CC -fsanitize="$sanitizer" -pthread "$work/probe.c" -o "$work/probe" 2>/dev/null || ! "$work/probe"; then
	echo "skipped: $CC cannot build or run with -fsanitize=$sanitizer"
	exit 77
fi
# shellcheck disable=SC2086
$CC -std=gnu11 -g -O0 -w -DRUN -pthread -fsanitize="$sanitizer" $flags $sources -o "$work/case"

export ASAN_OPTIONS=detect_stack_use_after_return=1:detect_leaks=0:exitcode=66
export TSAN_OPTIONS=exitcode=66:halt_on_error=1:report_thread_leaks=0
if ! "$work/case" "$mode" >"$work/out" 2>"$work/err"; then
	cat "$work/err" >&2
	exit 1
fi
grep '^FAIL' "$work/err" >&2 && exit 1
echo "$1: $mode as expected under $sanitizer"
