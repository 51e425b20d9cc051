#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# replays.sh COUNT [FEATURE,...]: COUNT generated programs, from SEED (1) on, each replayed in one of its runs.
# A wrong one that can show must be reported by AddressSanitizer or by ThreadSanitizer, whichever can see it; a
# right one must be clean under both. Exit 77 means skipped: no compiler with both sanitizers.
source "$(dirname -- "${BASH_SOURCE[0]}")/../runners/common.sh"

: "${CC:=clang-19}"
here=$SOURCE/testcases/generate
export ASAN_OPTIONS=detect_stack_use_after_return=1:detect_leaks=0:exitcode=66 scratch
export TSAN_OPTIONS=exitcode=66:halt_on_error=1:report_thread_leaks=0

build() {
	"$CC" -std=gnu11 -g -O0 -w -DRUN -pthread -fsanitize="$1" -I"$here" "${@:3}" -o "$2"
}

for sanitizer in address thread; do
	echo 'int main(void) { return 0; }' >"$scratch/probe.c"
	if ! build "$sanitizer" "$scratch/probe" "$scratch/probe.c" 2>/dev/null || ! "$scratch/probe"; then
		echo "skipped: $CC cannot build or run with -fsanitize=$sanitizer"
		exit 77
	fi
done

# replay SANITIZER NUMBER OUTCOME SEED
replay() {
	local wanted=66 words=(wrong) status=0
	[[ $3 != ok ]] || { wanted=0; words=(); }
	timeout 600 "$scratch/cases.$1" "${words[@]}" "$2" >"$scratch/$1.$2" 2>&1 || status=$?
	((status == wanted)) && return
	echo "seed $4 ($3) under $1: exit status $status, wanted $wanted"
	head -n 20 "$scratch/$1.$2"
}
export -f replay

with=${2:+--features=$2}
"$TOOLS/generate" run $with --seed="${SEED:-1}" --count="$1" "$scratch" || fail "no programs"
for sanitizer in address thread; do
	must build "$sanitizer" "$scratch/cases.$sanitizer" "$scratch/cases.c" "$scratch/cases_more.c"
done
while read -r number outcome seed; do
	for sanitizer in address thread; do
		[[ $outcome == ok || $outcome == "$sanitizer" ]] && echo "$sanitizer $number $outcome $seed"
	done
done <"$scratch/cases" >"$scratch/runs"
grep -q ' address ' "$scratch/runs" || fail "no wrong program among them"
xargs -L1 -P4 bash -c 'replay "$@"' replay <"$scratch/runs" >"$scratch/wrong"
[[ ! -s $scratch/wrong ]] || { fail "replays that do not end as they must"; cat "$scratch/wrong"; }
echo "$(wc -l <"$scratch/runs") replays of $1 programs"
finish
