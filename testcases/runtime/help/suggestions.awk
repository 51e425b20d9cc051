# SPDX-License-Identifier: MIT
# suggestions.awk: findings in, as outlive shows them to people. For each that suggests a call
# of own, or OWN_AUTO, a line comes out: code, line of the finding, line of the spawn, what is
# suggested; with tabs between.
/^(error|warning)\[/ {
	code = $1
	gsub(/^[a-z]*\[|\]:$/, "", code)
	at = spawn = 0
}
/^ *--> / && !at {
	count = split($2, part, ":")
	at = part[count - 1]
}
/^ *[0-9]+ [|+-]/ { shown = $1 }
/^ *\|.*(thread that starts here|moved here into the thread)/ && !spawn { spawn = shown }
/help: (or )?in `/ { next } # in another function than the one that is shown
match($0, /`(own_[a-z_]*\(&handle, [^`]*|OWN_AUTO)`/) && /help: / && spawn {
	suggested = substr($0, RSTART + 1, RLENGTH - 2)
	print code "\t" at "\t" spawn "\t" suggested
}
