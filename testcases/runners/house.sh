#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# house.sh RULE [TREE]: the rules of the house, over the whole source tree.
#   layers    a layer of analyzer/ includes only what its USES in CMakeLists.txt allow; clang-c is front's alone
#   style     sizes of files and folders, SPDX lines, words that do not belong
#   install   an installed outlive runs, and prints the pages of docs/codes/ to the byte
#   gaps      lists the known gaps of the cases (no rule)
# `layers` and `style` are first tried on trees that break them: a rule that cannot fail is none.
source "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

# ---- layers --------------------------------------------------------------------------------

# Prints `layer allowed allowed...`, the transitive closure of the USES lists.
allowed_layers() {
	awk '/^[ \t]*outlive_layer\(/ {
		gsub(/.*outlive_layer\(|\).*/, "")
		count = split($0, word, " ")
		uses[word[1]] = word[1]
		collect = 0
		for (i = 2; i <= count; i++) {
			if (word[i] ~ /^[A-Z]+$/) collect = word[i] == "USES"
			else if (collect) uses[word[1]] = uses[word[1]] " " uses[word[i]]
		}
		print word[1], uses[word[1]]
	}' "$1/analyzer/CMakeLists.txt"
}

check_layers() {
	local tree=$1 layer allowed file included bad=0
	while read -r layer allowed; do
		while IFS=: read -r file included; do
			if [[ $included == clang-c/* ]]; then
				[[ $layer != front ]] || continue
			elif [[ $included != */* || " $allowed " == *" ${included%%/*} "* || ! -d $tree/analyzer/${included%%/*} ]]; then
				continue
			fi
			printf '%s: %s may not include %s\n' "${file#"$tree"/}" "$layer" "$included"
			bad=1
		done < <(grep -rHoE '^[ \t]*#[ \t]*include[ \t]*["<][^">]+' "$tree/analyzer/$layer" --include='*.[ch]' --include='*.def' |
			sed -E 's/:[ \t]*#[ \t]*include[ \t]*["<]/:/')
	done < <(allowed_layers "$tree")
	return "$bad"
}

# layer_rejects LAYER LINE: a tree whose only sin is LINE in LAYER must not pass.
layer_rejects() {
	local tree=$scratch/tree layer allowed
	rm -rf "$tree"
	mkdir -p "$tree/analyzer"
	cp "$SOURCE/analyzer/CMakeLists.txt" "$tree/analyzer/"
	while read -r layer allowed; do
		mkdir "$tree/analyzer/$layer"
	done < <(allowed_layers "$tree")
	printf '#include "base/base.h"\n#include <stdio.h>\n#include "near.h"\n' >"$tree/analyzer/$1/file.c"
	check_layers "$tree" >/dev/null || fail "self-test: what $1 may include is refused"
	printf '%s\n' "$2" >>"$tree/analyzer/$1/file.c"
	! check_layers "$tree" >/dev/null || fail "self-test: $1 passes with $2"
}

rule_layers() {
	layer_rejects base '#include "ir/ir.h"'
	layer_rejects diag '#include "ir/ir.h"'
	layer_rejects flow '  #  include "check/pages.h"'
	layer_rejects front '#include "sum/sum.h"'
	layer_rejects jobs '#include "flow/flow.h"'
	layer_rejects check '#include <clang-c/Index.h>'
	check_layers "$SOURCE" || fail "layers"
}

# ---- style ----------------------------------------------------------------------------------

# Source files of a tree; cases are inputs of tests and look as they need to.
sources() {
	find "$1/analyzer" "$1/runtime" "$1/cmake" "$1/testcases" "$1/CMakeLists.txt" "$1/.ci" -type f \
		-regextype posix-extended -regex '.*(\.[ch]|\.def|\.cmake|\.sh|\.sum|/run|/cost|/CMakeLists\.txt)' \
		-not -regex '.*/testcases/(lower|sum|ui|seed|render|fuzz)/.*' 2>/dev/null || true # not every tree has every folder
}

check_style() {
	local tree=$1 bad=0
	sources "$tree" | sort | xargs -d '\n' awk '
	function blame(what) { print FILENAME ":" FNR ": " what; bad = 1 }
	function end_of_file() { if (!licensed) { print before ": no SPDX line"; bad = 1 } }
	FNR == 1 { if (before) end_of_file(); before = FILENAME; licensed = 0 }
	FNR <= 2 && /SPDX-License-Identifier: MIT/ { licensed = 1 }
	FNR == 801 { blame("more than 800 lines") }
	{ wide = $0; gsub(/\t/, "    ", wide) }
	FILENAME ~ /[.][ch]$/ && length(wide) > 120 { blame("wider than 120 columns") }
	/[ \t]$/ { blame("space at the end of the line") }
	/(^|[^A-Za-z])(TO[D]O|FIX[M]E|XX[X])([^A-Za-z]|$)/ { blame("unfinished work") }
	END { end_of_file(); exit bad }' || bad=1
	sources "$tree" | grep -E "^$tree/(analyzer|runtime)/.*[.][ch]$" | sed 's|/[^/]*$||' | sort | uniq -c |
		awk '$1 > 8 { print $2 ": more than eight files"; bad = 1 } END { exit bad }' || bad=1
	return "$bad"
}

# style_rejects WHAT COMMAND...: COMMAND spoils a good tree in the current folder.
style_rejects() {
	local tree=$scratch/tree what=$1
	shift
	rm -rf "$tree"
	mkdir -p "$tree/analyzer/base"
	printf '// SPDX-License-Identifier: MIT\nint x;\n' >"$tree/analyzer/base/good.c"
	check_style "$tree" >/dev/null || fail "self-test: a good tree is refused"
	(cd "$tree/analyzer/base" && "$@")
	! check_style "$tree" >/dev/null || fail "self-test: passes with $what"
}

many_files() { for i in 1 2 3 4 5 6 7 8; do cp good.c "more$i.c"; done; }
long_file() { yes 'int y;' | head -n 800 >>good.c; }
plain_file() { echo 'int z;' >plain.c; }
wide_line() { printf '\t// %0116d\n' 0 >>good.c; }
unfinished() { printf '// %s%s: later\n' TO DO >>good.c; }

rule_style() {
	style_rejects "nine files in a folder" many_files
	style_rejects "a file of 802 lines" long_file
	style_rejects "no SPDX line" plain_file
	style_rejects "unfinished work" unfinished
	style_rejects "a line of 123 columns" wide_line
	check_style "$SOURCE" || fail "style"
}

# ---- install, gaps ----------------------------------------------------------------------------

rule_install() {
	must "$CMAKE" --install "$BUILD" --prefix "$scratch/prefix"
	must "$scratch/prefix/bin/outlive" --version
	local page
	for page in "$SOURCE"/docs/codes/*.md; do
		"$scratch/prefix/bin/outlive" explain "$(basename -- "$page" .md)" >"$scratch/page"
		cmp "$page" "$scratch/page" || fail "explain does not print $page"
	done
}

rule_gaps() { grep -rnE '//~\^* *GAP' "$SOURCE/testcases/ui" | sed "s|^$SOURCE/||" || true; }

SOURCE=${2:-$SOURCE}
"rule_$1"
finish
