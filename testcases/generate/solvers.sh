#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# solvers.sh COUNT [FEATURE,...]: COUNT generated programs, from SEED (1) on. What is right of each is
# known; `outlive check` and the naive solver must both say it. A disagreement is printed with its
# seed, the first also with the program; `generate reduce --seed=N` makes it small.
source "$(dirname -- "${BASH_SOURCE[0]}")/../runners/common.sh"

export here=$SOURCE/testcases/generate options=${2:+--features=$2}
read -ra with <<<"$options"

# Decides one file of programs with both solvers; prints where they are wrong.
decide() {
	local stem=${1%.wanted} files status=0
	files=("$stem.c" "${stem}_more.c")
	"$OUTLIVE" check -j1 --format=short "${files[@]}" -- -I"$here" >"$stem.short" 2>"$stem.err" || status=$?
	"$OUTLIVE" check -j1 --dump=mir -o "$stem.mir" "${files[@]}" -- -I"$here" 2>>"$stem.err" || ((status |= 2))
	"$TOOLS/flow_tool" --naive "$stem.mir" >"$stem.naive" || ((status |= 2))
	((status < 2)) || { echo "0: $stem: exit status $status"; cat "$stem.err"; }
	"$TOOLS/generate" judge $options "$stem.wanted" "$stem.short" "$stem.naive"
	rm -f "$stem.mir"
}
export -f decide

"$TOOLS/generate" pack "${with[@]}" --seed="${SEED:-1}" --count="$1" "$scratch" >"$scratch/tally" || fail "no programs"
cat "$scratch/tally"
find "$scratch" -name '*.wanted' -print0 | xargs -0 -n1 -P2 bash -c 'decide "$1"' decide >"$scratch/wrong"

# Nothing to compare is no agreement: one program in ten at least must have a finding.
awk -v count="$1" '{ exit !($1 == count && $3 >= count / 10) }' "$scratch/tally" || fail "too few programs, or too few wrong ones"

if [[ -s $scratch/wrong ]]; then
	fail "$(cut -d: -f1 "$scratch/wrong" | sort -u | wc -l) programs on which the solvers and the truth disagree"
	sort -n "$scratch/wrong" | sed "s|$scratch/||" | head -n 40
	seed=$(grep -v '^0:' "$scratch/wrong" | sort -n | head -n 1 | cut -d: -f1)
	[[ -z $seed ]] || "$TOOLS/generate" show "${with[@]}" --seed="$seed"
	echo "smaller: generate reduce $options --seed=$seed --outlive=OUTLIVE --flow-tool=FLOW_TOOL --include=testcases/generate"
fi
finish
