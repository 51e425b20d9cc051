# SPDX-License-Identifier: MIT
# man.awk: a header whose docstrings are `///` comments in, manual pages of section 3 out,
# one for each docstring and a link to it for each further name. Called as
#   awk -v version=1.2.3 -v folder=man -v library=own -v about="threads that ..." -f man.awk own.h
# The page that leads to the others is named after the library.
# A docstring is `/// name, name: what it does.`, then the prototypes (indented by four),
# then paragraphs; a paragraph that begins with one of the words of `heading` is a section.
BEGIN {
	heading["Owns"] = "OWNERSHIP"
	heading["Returns"] = "RETURN VALUE"
	heading["Threads"] = "THREADS"
	header = ARGV[1]
	sub(/.*[/]/, "", header)
}

# Text as roff has it: backslashes kept, `code` in bold, no line that looks like a request.
function roff(text, bold) {
	gsub(/\\/, "\\e", text)
	gsub(/-/, "\\-", text)
	if (bold) {
		while (match(text, /`[^`]*`/))
			text = substr(text, 1, RSTART - 1) "\\fB" substr(text, RSTART + 1, RLENGTH - 2) "\\fR" substr(text, RSTART + RLENGTH)
	}
	return text ~ /^[.']/ ? "\\&" text : text
}

function begin_page(line) {
	split(line, parts, ": ")
	count = split(parts[1], names, ", ")
	page = folder "/" names[1] ".3"
	for (i = 2; i <= count; i++) {
		print ".so man3/" names[1] ".3" > (folder "/" names[i] ".3")
		close(folder "/" names[i] ".3")
	}
	summary = substr(line, length(parts[1]) + 3)
	sub(/[.]$/, "", summary)
	print ".TH " toupper(names[1]) " 3 \"\" \"own " version "\" \"Library Functions Manual\"" > page
	print ".SH NAME\n" parts[1] " \\- " roff(summary, 1) > page
	print ".SH SYNOPSIS\n.nf\n.B #include <own/" header ">\n" > page
	contents = contents ".TP\n.BR " names[1] " (3)\n" roff(summary, 1) "\n"
	where = "synopsis"
	gap = 0
}

function put(line) {
	if (line == "") {
		gap = 1
	} else if (where == "synopsis" && line ~ /^    /) {
		print roff(substr(line, 5)) > page
	} else {
		word = line
		sub(/:.*/, "", word)
		if (where == "synopsis")
			print ".fi\n.SH DESCRIPTION" > page
		if (word in heading) {
			print ".SH " heading[word] > page
			sub(/^[^:]*: */, "", line)
			line = toupper(substr(line, 1, 1)) substr(line, 2)
		} else if (gap && where == "text") {
			print ".PP" > page
		}
		where = "text"
		gap = 0
		print roff(line, 1) > page
	}
}

# A structure that follows its docstring is shown as it stands.
/^typedef struct/ && documented { showing = 1; print ".SH DEFINITION\n.nf" > page }
showing {
	shown = $0
	gsub(/\t/, "    ", shown)
	print roff(shown) > page
	if ($0 ~ /^}/) {
		print ".fi" > page
		showing = 0
	}
}

/^\/\/\/ [A-Za-z_, ]+: / && !documented { begin_page(substr($0, 5)); documented = 1; next }
/^\/\/\// { put(substr($0, 5)); documented = 1; next }
documented && !showing { print ".SH SEE ALSO\n.BR " library " (3)" > page; close(page) }
!showing { documented = 0 }

# The head of the header is the page that leads to the others.
FNR > 1 && !past_head && /^\/\// {
	line = substr($0, 4)
	sub(/^ +/, "", line)
	head = head roff(line, 1) "\n"
}
!/^\/\// { past_head = 1 }

END {
	gsub(/\n\\- /, "\n.IP \\(bu 2\n", head)
	page = folder "/" library ".3"
	print ".TH " toupper(library) " 3 \"\" \"own " version "\" \"Library Functions Manual\"" > page
	print ".SH NAME\n" roff(library) " \\- " about > page
	print ".SH SYNOPSIS\n.nf\n.B #include <own/" header ">" > page
	print ".B cc \\-fexceptions \\-pthread \\fIfile\\fB.c \\-l" roff(library) "\n.fi" > page
	print ".SH DESCRIPTION\n" head ".SH PAGES\n" contents > page
}
