#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# refuse.sh COMPILER LANGUAGE FILE: what the header must not let pass. FILE compiles without
# a warning as it stands; with -DWRONG, or the flags of a line `// wrong: FLAGS`, it must not,
# and the compiler must say what the line `// refused: TEXT` says, an extended regular expression.
# With `// warned: TEXT` it must say so and may go on: clang's -Werror leaves some warnings be.
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
warned=$(directive warned "$file")
read -ra wrong <<<"$(directive wrong "$file")"
((${#wrong[@]})) || wrong=(-DWRONG)
[[ -n $text$warned ]] || fail "$file does not say what is refused"
if compile "${wrong[@]}" >"$scratch/said" 2>&1 && [[ -z $warned ]]; then
	fail "$compiler lets $file pass with ${wrong[*]}"
elif ! grep -qE -e "$text$warned" "$scratch/said"; then
	fail "$compiler does not say '$text$warned' of $file; it says:"
	cat "$scratch/said"
fi
finish
