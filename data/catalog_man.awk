# SPDX-License-Identifier: BSD-2-Clause
# Writes the entries of two manual pages.  Goes behind catalog.awk, which reads
# the stanzas, and shows what --explain shows, with the same labels (ui.txt):
#   awk -v out=man-findings|man-codes -f catalog.awk -f catalog_man.awk FILE...

END {
	if (bad)
		exit 1
	for (i = 1; i <= kind_count["Text"]; i++)
		man_text_at[key_of[of_kind["Text", i]]] = of_kind["Text", i]
	if (out == "man-findings")
		man_findings()
	else if (out == "man-codes")
		man_codes()
}

# A sentence of ui.txt.
function man_ui(name) {
	if (!(name in man_text_at))
		die_at("ui.txt", 0, "no Text `" name "' for the manual pages")
	return val[man_text_at[name], "Say", 1]
}

# --- roff --------------------------------------------------------------------

# Plain words as roff: what is typed stays ASCII on the page.
function man_roff(s) {
	gsub(/\\/, "\\e", s)
	gsub(/-/, "\\-", s)
	gsub(/\^/, "\\(ha", s)
	gsub(/~/, "\\(ti", s)
	return s
}

# A template as it looks with `<name>' for each value; conditions are met.
function man_shown(s,   i, name, done) {
	while ((i = index(s, "@"))) {
		done = done substr(s, 1, i - 1)
		s = substr(s, i + 1)
		i = index(s, "@")
		name = substr(s, 1, i - 1)
		s = substr(s, i + 1)
		if (name == "")
			done = done "@"
		else if (name !~ /^[?!]/) {
			gsub(/_/, " ", name)
			done = done "<" name ">"
		}
	}
	return done s
}

function man_put(line) {
	# A control character would begin a request.
	print (line ~ /^[.']/ ? "\\&" : "") line
}

# A paragraph in lines of at most 78 bytes, a new one for each sentence.
function man_fold(s,   n, i, a, line) {
	n = split(man_roff(s), a, " ")
	for (i = 1; i <= n; i++) {
		if (line != "" && length(line) + 1 + length(a[i]) > 78) {
			man_put(line)
			line = ""
		}
		line = line == "" ? a[i] : line " " a[i]
		if (a[i] ~ /[.?]$/ && a[i + 1] ~ /^[A-Z]/ && a[i] !~ /^.\.$/) {
			man_put(line)
			line = ""
		}
	}
	if (line != "")
		man_put(line)
}

# A paragraph beside its label; nothing for "".
function man_item(label, s) {
	if (s == "")
		return
	print ".TP 13"
	print ".B " man_roff(label)
	man_fold(s)
}
function man_more(s) {
	print ".IP"
	man_fold(s)
}
function man_entry(name) { print ".SS " man_roff(name) "\n.PD 0" }
function man_entry_end() { print ".PD" }

# --- fields ------------------------------------------------------------------

function man_first(id, name) {
	return count[id, name] ? val[id, name, 1] : ""
}
function man_all_of(id, name, between,   s, i) {
	s = man_first(id, name)
	for (i = 2; i <= count[id, name]; i++)
		s = s between val[id, name, i]
	return s
}

# The first variant that is not for a special case only.
function man_usual(id, name,   i) {
	for (i = 1; i <= count[id, name]; i++)
		if (val[id, name, i] !~ /@[?!]/)
			return man_shown(val[id, name, i])
	return man_shown(man_first(id, name))
}

# Remedies; of those that begin alike (with a value and without) the first.
function man_fixes(id, name,   i, s, told, begun) {
	split("", told)
	for (i = 1; i <= count[id, name]; i++) {
		s = man_shown(val[id, name, i])
		begun = substr(s, 1, 24)
		if (length(s) > 24 && begun in told)
			continue
		told[begun] = 1
		if (i == 1)
			man_item(man_ui("label-repair"), s)
		else
			man_more(s)
	}
}

function man_related(id,   n, i, a, s, other) {
	n = count[id, "Related"] ? split(val[id, "Related", 1], a, /, */) : 0
	for (i = 1; i <= n; i++) {
		if (!is_topic(a[i]))
			continue
		other = man_status_at[a[i]]
		s = s (s == "" ? "" : ", ") a[i] \
			(other ? " " val[other, "Name", 1] : "")
	}
	return s
}

# --- findings ----------------------------------------------------------------

# Names in order; POSIX awk cannot sort.
function man_findings(   n, i, j, id, a) {
	n = kind_count["Finding"]
	for (i = 1; i <= n; i++) {
		id = of_kind["Finding", i]
		for (j = i; j > 1 && key_of[a[j - 1]] > key_of[id]; j--)
			a[j] = a[j - 1]
		a[j] = id
	}
	for (i = 1; i <= n; i++)
		man_finding(a[i])
}

function man_finding(id) {
	man_entry(key_of[id])
	man_item(man_ui("label-what"), val[id, "Name", 1])
	man_item(man_ui("label-title"), man_usual(id, "Title"))
	man_item(man_ui("label-severity"), man_ui("severity-" val[id, "Severity", 1]))
	man_item(man_ui("label-certainty"), \
		man_ui("certainty-" val[id, "Certainty", 1]))
	if (count[id, "Sought"])
		man_item(man_ui("label-sought"), man_ui("not-sought"))
	man_item(man_ui("label-meaning"), man_usual(id, "Explain"))
	man_item(man_ui("label-exceptions"), man_first(id, "Exceptions"))
	man_fixes(id, "Remedy")
	man_item(man_ui("label-reference"), man_all_of(id, "Reference", "; "))
	man_entry_end()
}

# --- codes -------------------------------------------------------------------

function man_codes(   i, code) {
	for (i = 1; i <= kind_count["Status"]; i++)
		man_status_at[key_of[of_kind["Status", i]]] = of_kind["Status", i]
	for (code = 100; code < 700; code++) {
		if (code % 100 == 0)
			man_class(substr(code, 1, 1) "xx")
		if ((code "") in man_status_at)
			man_code(man_status_at[code ""], code "")
	}
}

function man_class(name,   id) {
	id = man_status_at[name]
	print ".SH " toupper(man_roff(man_ui("class-" name))) " (" name ")"
	man_fold(val[id, "Meaning", 1])
	if (count[id, "Next"])
		man_fold(val[id, "Next", 1])
}

function man_code(id, code,   i) {
	man_entry(code " " val[id, "Name", 1])
	if (val[id, "Registered", 1] == "no")
		man_item(man_ui("label-class"), man_ui("not-registered"))
	man_item(man_ui("label-meaning"), val[id, "Meaning", 1])
	man_item(man_ui("label-when"), man_first(id, "When"))
	man_item(man_ui("label-read"), man_first(id, "Read"))
	man_fixes(id, "Fix")
	man_item(man_ui("label-next"), man_first(id, "Next"))
	sub(/^n\/a$/, "not-applicable", val[id, "Retry", 1])
	man_item(man_ui("label-retry"), man_ui("retry-" val[id, "Retry", 1]))
	man_item(man_ui("label-acts"), man_ui("acts-" man_first(id, "Acts")))
	man_item(man_ui("label-ends"), man_ui("ends-" man_first(id, "Ends")))
	man_item(man_ui("label-methods"), man_first(id, "Methods"))
	man_pairs(id, "By-Method", man_ui("label-by-method"))
	man_item(man_ui("label-example"), man_first(id, "Example"))
	man_pairs(id, "Not-To-Confuse", man_ui("label-unlike"))
	man_item(man_ui("label-related"), man_related(id))
	man_item(man_ui("label-reference"), man_all_of(id, "Reference", "; "))
	man_entry_end()
}

# The label has one value, the key.
function man_pairs(id, name, label,   i, s) {
	for (i = 1; i <= count[id, name]; i++) {
		s = label
		sub(/@[a-z]+@/, pair_key[id, name, i], s)
		man_item(s, val[id, name, i])
	}
}
