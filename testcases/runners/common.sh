# SPDX-License-Identifier: MIT
# Sourced by every runner: a scratch folder, golden files, directives of a case.
# CTest sets SOURCE, BUILD, OUTLIVE, TOOLS and CMAKE; BLESS=1 rewrites golden files.
set -uo pipefail

scratch=$(mktemp -d "${TMPDIR:-/tmp}/outlive-test.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
failed=0

fail() { printf 'FAIL: %s\n' "$*"; failed=1; }
finish() { exit "$failed"; }

# Runs a command that must succeed; what it prints is shown when it does not.
must() {
	"$@" >"$scratch/must" 2>&1 && return
	fail "exit status $? from: $*"
	cat "$scratch/must"
}

# golden EXPECTED ACTUAL: the two files are equal, or BLESS makes them so.
golden() {
	if [[ -n ${BLESS-} ]]; then
		cmp -s "$1" "$2" || { cp -- "$2" "$1" && printf 'blessed %s\n' "$1"; }
	elif [[ ! -e $1 ]]; then
		fail "no golden file $1; run testcases/run --bless. Printed was:"
		cat "$2"
	elif ! diff -u --label "$1" --label printed "$1" "$2"; then
		fail "$1 differs"
	fi
}

# directive NAME FILE: the words after `// NAME:` among a case's first lines.
directive() { sed -n "1,10s|^// $1: *||p" "$2"; }
