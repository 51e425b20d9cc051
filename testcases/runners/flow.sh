#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# flow.sh X.mir: flow_tool's findings on X.mir, one `LINE: error CODE VARIABLE` each,
# must be the `;~ error CODE VARIABLE` comments on those lines, with the real solver
# and with the naive one (--naive), which is the oracle. No clang takes part.
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

awk '{
	count = split($0, part, /;~/)
	for (i = 2; i <= count; i++) {
		gsub(/^[ \t]+|[ \t]+$/, "", part[i])
		print NR ": " part[i]
	}
}' "$1" | sort >"$scratch/expected"

grep -vE '^[0-9]+: (error|warning) [A-Za-z0-9_]+ [^ ]+$' "$scratch/expected" && fail "not an expectation (see above)"

must "$TOOLS/ir_tool" verify "$1"
for solver in "" --naive; do
	"$TOOLS/flow_tool" $solver "$1" >"$scratch/printed" || fail "flow_tool $solver: exit status $?"
	sort "$scratch/printed" | diff -u --label expected --label "printed $solver" "$scratch/expected" - ||
		fail "flow_tool $solver disagrees with the expectations"
done
finish
