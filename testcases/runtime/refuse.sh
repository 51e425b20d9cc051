#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# refuse.sh COMPILER LANGUAGE FILE: what the header must not let pass. FILE compiles without
# a warning as it stands; with -DWRONG it must not, and the compiler must say what the line
# `// refused: TEXT` of the file says, TEXT being an extended regular expression.
source "$SOURCE/testcases/runners/common.sh"

compiler=$1 language=$2 file=$3
command -v "$compiler" >/dev/null || { echo "skipped: no $compiler here"; exit 77; }

compile() {
	local standard=c11
	[[ $language == c ]] || standard=c++11
	"$compiler" -x "$language" -std=$standard -fexceptions -pthread -Wall -Wextra -pedantic -Werror \
		-I"$SOURCE/runtime/include" -c "$file" -o "$scratch/out.o" "$@"
}

must compile
text=$(directive refused "$file")
[[ -n $text ]] || fail "$file does not say what is refused"
if compile -DWRONG >"$scratch/said" 2>&1; then
	fail "$compiler lets $file pass with -DWRONG"
elif ! grep -qE "$text" "$scratch/said"; then
	fail "$compiler refuses $file, but does not say '$text'; it says:"
	cat "$scratch/said"
fi
finish
