# SPDX-License-Identifier: MIT
# apply.awk: follows a suggestion in a C file, as its reader would: on line `spawn` the call that
# starts the thread becomes `suggested`, or, for OWN_AUTO, own_spawn of what it lent; its handle
# becomes `handle` in the whole function, with `automatic` one that joins itself; and the header
# is included at the top, on a line of its own. Exits with 1 where the suggestion is wrong: it
# is about something else than the call lends; with 3 where this script does not know how: the
# handle is no local variable, or has other uses.

# The place behind the parenthesis that closes the one at `from`.
function closing(text, from,    depth) {
	for (; from <= length(text); from++) {
		if (substr(text, from, 1) == "(")
			depth++
		else if (substr(text, from, 1) == ")" && --depth == 0)
			return from + 1
	}
	return 0
}

# The call itself, from the entry and what was lent.
function call_for(entry, lent) {
	if (lent != "NULL" && lent !~ /^&/)
		exit 3
	return "own_spawn(&handle, " entry ", " (lent == "NULL" ? "0" : substr(lent, 2)) ", NULL)"
}

# What raw threads get where the suggested call takes `value`: its address, or, for what a
# pointer points to, and for a pointer that is given away, the pointer.
function address_of(value, moved) {
	if (moved || value ~ /^\*/)
		return substr(value, 2)
	return "&" value
}

{ line[NR] = $0 }

END {
	if (!match(line[spawn], /(pthread_create|thrd_create) ?\(/))
		exit 3
	from = RSTART
	to = closing(line[spawn], from)
	old = substr(line[spawn], from, to - from - 1)
	if (!to || !match(old, /\(&[a-z_]+,/))
		exit 3
	name = substr(old, RSTART + 2, RLENGTH - 3)
	count = split(old, given, /,[ \t]*/)
	lent = given[count]
	if (suggested == "OWN_AUTO") {
		suggested = call_for(given[count - 1], lent)
	} else {
		split(substr(suggested, 1, length(suggested) - 1), wanted, /,[ \t]*/)
		if (given[count - 1] !~ /^[a-z_0-9]+$/) # perhaps just this function
			exit 3
		if (lent != address_of(wanted[3], suggested ~ /^own_spawn_move/) || wanted[2] != given[count - 1])
			exit 1
	}
	if (line[spawn] ~ /^[ \t]*(pthread|thrd)_create.*\);/) # its result counts with own
		suggested = "if (" suggested ") __builtin_abort()"
	line[spawn] = substr(line[spawn], 1, from - 1) suggested substr(line[spawn], to)
	for (first = spawn; first > 1 && line[first] !~ /^\{/; first--)
		;
	for (last = spawn; last < NR && line[last] !~ /^\}/; last++)
		;
	for (i = first; i <= last; i++) {
		declared += sub("(pthread_t|thrd_t) " name ";", (automatic ? "OWN_AUTO " : "own_thread *") "handle = NULL;", line[i])
		gsub("(pthread|thrd)_join\\(" name ", [A-Za-z&]+\\)", "own_join(\\&handle)", line[i])
		gsub("(pthread|thrd)_detach\\(" name "\\)", "own_detach(\\&handle)", line[i])
		code = line[i]
		sub(/\/\/.*/, "", code)
		used += code ~ ("(^|[^A-Za-z0-9_])" name "([^A-Za-z0-9_]|$)")
	}
	if (declared != 1 || (used && name != "handle"))
		exit 3
	print "#include <own/own.h>"
	for (i = 1; i <= NR; i++)
		print line[i]
}
