# SPDX-License-Identifier: MIT
# Sourced by the scripts of this folder: `run ARGUMENT...` runs the program and keeps
# `status` and the files `out` and `err`; the want_* functions say what differed.
# A script ends with `finish`.
: "${OUTLIVE:?path of the program}"
failures=0
scratch=$(mktemp -d)
trap 'chmod -R u+rwX "$scratch"; rm -rf "$scratch"' EXIT
cd "$scratch" || exit 2

fail() {
	printf '%s: line %s: %s\n' "$0" "${BASH_LINENO[1]}" "$1" >&2
	printf '  command: outlive %s\n' "${last[*]@Q}" >&2
	sed 's/^/  out: /' out >&2
	sed 's/^/  err: /' err >&2
	failures=$((failures + 1))
}

run() {
	last=("$@")
	"$OUTLIVE" "$@" >out 2>err
	status=$?
}

want_status() {
	[[ $status == "$1" ]] || fail "exit status $status, wanted $1"
}

# want out|err TEXT: the stream has it; want_no: it has not.
want() {
	grep -qF -e "$2" "$1" || fail "'$2' is missing in $1"
}

want_no() {
	! grep -qF -e "$2" "$1" || fail "'$2' is in $1"
}

# want_units N M: the summary line says so.
want_units() {
	[[ $(tail -n 1 err) == "analysed $1/$2 units, "* ]] || fail "the last line is not 'analysed $1/$2 units, ...'"
}

want_missing() {
	[[ ! -e $1 ]] || fail "$1 was written"
}

finish() {
	exit $((failures != 0))
}
