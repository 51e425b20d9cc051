#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# ui.sh X.c: a whole run of `outlive check` on a program. Its first lines may say
#   // files: other.c ...     further files of the program
#   // flags: -DX ...         compiler flags
#   // args: --strict ...     arguments of outlive
#   // status: 3              exit status, where it does not follow from the findings
# Expectations stand on the line of the finding (`//~^` one line above, `//~^^` two):
#   spawn(&x);   //~ ERROR E0373 may outlive
# The words after the code are optional and must be part of the message. Errors and
# warnings must match exactly, in both directions. `//~ GAP why` marks a known gap and
# expects nothing. X.stderr, where it exists, is the full text.
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

cd -- "$(dirname -- "$1")" || exit 2
file=$(basename -- "$1")
stem=${file%.c}
read -ra further <<<"$(directive files "$file")"
read -ra flags <<<"$(directive flags "$file")"
read -ra arguments <<<"$(directive args "$file")"
files=("$file" "${further[@]}")

# Prints `path:line: LEVEL CODE words` for each expectation in the files.
expectations() {
	awk '{
		count = split($0, part, /\/\/~/)
		for (i = 2; i <= count; i++) {
			text = part[i]
			line = FNR
			while (sub(/^\^/, "", text))
				line--
			gsub(/^[ \t]+|[ \t\r]+$/, "", text)
			if (text !~ /^GAP( |$)/)
				print FILENAME ":" line ": " text
		}
	}' "$@"
}

# Reduces --format=short lines to the same form, with the message as the words.
findings() {
	sed -nE 's/^(.*:[0-9]+):[0-9]+: error: (.*) \[([A-Za-z0-9_]+)\]$/\1: ERROR \3 \2/p
		s/^(.*:[0-9]+):[0-9]+: warning: (.*) \[([A-Za-z0-9_]+)\]$/\1: WARNING \3 \2/p'
}

# Strikes each expectation against one finding; what is left on either side is wrong.
compare() {
	awk -v found="$scratch/found" '
	function key(text) { match(text, /: (ERROR|WARNING) [A-Za-z0-9_]+/); return substr(text, 1, RSTART + RLENGTH - 1) }
	BEGIN { while ((getline line < found) > 0) finding[++n] = line }
	{
		if ($0 !~ /: (ERROR|WARNING) [A-Za-z0-9_]+( |$)/) { print "not an expectation: " $0; bad = 1; next }
		words = substr($0, length(key($0)) + 2)
		for (i = 1; i <= n; i++)
			if (finding[i] != "" && key(finding[i]) == key($0) && (words == "" || index(finding[i], words)))
				break
		if (i <= n) { finding[i] = ""; next }
		print "expected, not found: " $0
		bad = 1
	}
	END {
		for (i = 1; i <= n; i++)
			if (finding[i] != "") { print "found, not expected: " finding[i]; bad = 1 }
		exit bad
	}' "$scratch/expected"
}

run_outlive() { "$OUTLIVE" check "$@" "${arguments[@]}" "${files[@]}" -- -pthread "${flags[@]}" 2>"$scratch/err"; }

expectations "${files[@]}" >"$scratch/expected"
status=0
run_outlive --format=short >"$scratch/short" || status=$?
findings <"$scratch/short" >"$scratch/found"
compare || fail "findings and expectations differ"

wanted=$(directive status "$file")
[[ -n $wanted ]] || { ! grep -q ': ERROR ' "$scratch/expected"; wanted=$?; }
((status == wanted)) || { fail "exit status $status, wanted $wanted"; cat "$scratch/err"; }

if [[ -s $scratch/found && -n ${BLESS-} || -e $stem.stderr ]]; then
	run_outlive --format=human --color=never >"$scratch/human"
	golden "$stem.stderr" "$scratch/human"
fi
finish
