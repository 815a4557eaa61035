# SPDX-License-Identifier: BSD-2-Clause
# Turns the stanzas of data/*.txt into C.
#   awk -v out=ids|table|names|templates -f catalog.awk FILE...
# ids: the enums; table: the rows; names: kind and key of each stanza;
# templates: kind, key, field and text of each template; related: stanza and
# the code or finding it refers to; words: what may be translated, for
# catalog_lang.awk.  POSIX awk only.

BEGIN {
	# Field:COUNT[FORM].  COUNT 1 once, ? at most once, + at least once,
	# * any number.  FORM T template, P `key = text', C `key: text'.
	spec["Finding"] = "Severity:1 Certainty:1 Name:1 Title:+T Explain:+T" \
		" Exceptions:? Remedy:*T Mark:*P Reference:+ Sought:?"
	spec["Status"] = "Name:1 Class:1 Registered:? Methods:?" \
		" Read-Response:? Read-Request:? Retry:? Acts:? Ends:?" \
		" Meaning:1 When:? Fix:* Read:? Next:? By-Method:*C" \
		" Example:? Not-To-Confuse:*C Related:? Title:*T" \
		" Explain:*T Remedy:*T Mark:*P Reference:+"
	row = "Name:? Compact:? Text:1 Hint:? Reference:*"
	kinds = split("Warning Cause Method Header Option-Tag Event Timer" \
		" Reason Vendor-Code Value", row_kind, " ")
	for (i = 1; i <= kinds; i++)
		spec[row_kind[i]] = row
	spec["Header"] = row " Who:1 Example:?"
	spec["Cause"] = row " Code:? From:?"
	spec["Timer"] = row " Default:1"
	spec["Vendor-Code"] = row " Who:1 Where:1"
	spec["Text"] = "Say:1T"
	for (kind in spec)
		learn(kind, spec[kind])
	# The fields that may be translated, in the order of catalog_words.
	translate("Status", "Meaning When Fix Read Next Methods By-Method" \
		" Example Not-To-Confuse Title Explain Remedy Mark")
	translate("Finding", "Name Title Explain Exceptions Remedy Mark")
	translate("Text", "Say")
	for (i = 1; i <= kinds; i++)
		translate(row_kind[i], row_kind[i] == "Header" ? \
			"Text Hint Who" : "Text Hint")
	words("Severity", "info warning error")
	words("Certainty", "certain likely possible")
	words("Sought", "no")
	words("Class", "progress success redirect challenge normal glare" \
		" transient policy security obsolete error")
	words("Registered", "yes no")
	words("Retry", "no modified same-later auto-auth elsewhere n/a")
	words("Ends", "nothing transaction usage dialog")
	words("Where", "wire reason header log internal")
	words("Mark", "response-header request-header request-uri" \
		" reason-phrase warning reason")
	for (i = 32; i < 127; i++)
		ord[sprintf("%c", i)] = i
}

function learn(kind, fields,   n, i, a, f) {
	n = split(fields, a, " ")
	for (i = 1; i <= n; i++) {
		split(a[i], f, ":")
		count_rule[kind, f[1]] = substr(f[2], 1, 1)
		form[kind, f[1]] = substr(f[2], 2)
		if (substr(f[2], 1, 1) ~ /[1+]/)
			needed[kind] = needed[kind] " " f[1]
	}
}

function translate(kind, fields,   n, i, a) {
	n = split(fields, a, " ")
	word_fields[kind] = fields
	for (i = 1; i <= n; i++)
		is_word[kind, a[i]] = 1
}

function words(name, set,   n, i, a) {
	n = split(set, a, " ")
	for (i = 1; i <= n; i++)
		word[name, a[i]] = 1
}

function die_at(file, line, what) {
	if (bad)
		exit 1
	bad = 1
	print file ":" line ": " what | "cat 1>&2"
	close("cat 1>&2")
	exit 1
}
function die(what) { die_at(FILENAME, FNR, what) }
function die_field(what) { die_at(field_file, field_line, what) }

# --- reading -----------------------------------------------------------------
FNR == 1 { end_stanza() }
/\r/ { die("carriage return at the end of the line") }
/[^ -~]/ && FILENAME !~ /lang\// { die("not plain ASCII") }
/^#/ { next }
/^ *$/ { end_stanza(); next }
/^ / {
	if (field == "")
		die("a continuation line without a field before it")
	sub(/^ +/, "")
	value = value " " $0
	next
}
{
	end_field()
	i = index($0, ":")
	if (!i)
		die("want `Key: value', not `" $0 "'")
	field = substr($0, 1, i - 1)
	field_file = FILENAME
	field_line = FNR
	value = substr($0, i + 1)
	sub(/^ +/, "", value)
	if (!open)
		begin_stanza()
	else if (!((kind, field) in count_rule))
		die("unknown field `" field "' in a " kind " stanza" \
			(field in spec ? " (blank line missing?)" : ""))
}

function begin_stanza(   id) {
	if (!(field in spec))
		die("a stanza cannot begin with `" field "'")
	open = ++stanzas
	kind = kind_of[open] = field
	key_of[open] = value
	file_of[open] = FILENAME
	line_of[open] = FNR
	check_key()
	id = kind ~ /^(Header|Option-Tag|Event|Timer|Reason|Value)$/ ? \
		tolower(value) : value
	if ((kind, id) in seen)
		die("duplicate " kind " `" value "' (first in " \
			seen[kind, id] ")")
	seen[kind, id] = FILENAME ":" FNR
	of_kind[kind, ++kind_count[kind]] = open
	field = value = ""
}

function check_key(   want) {
	want = "^([a-z][a-z0-9]*|[a-z0-9]+(-[a-z0-9]+)*-[a-z][a-z0-9]*|" \
		"[0-9]+[a-z]+)(-[a-z0-9]+)*$"
	if (kind == "Status")
		want = "^([1-6][0-9][0-9]|[1-6]xx)$"
	else if (kind == "Warning" || kind == "Cause")
		want = "^[0-9]+(-[0-9]+)?$"
	else if (kind == "Header" || kind == "Method")
		want = "^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$"
	else if (kind == "Option-Tag")
		want = "^[A-Za-z0-9][A-Za-z0-9.*-]*$"
	else if (kind == "Event")
		want = "^[A-Za-z][A-Za-z0-9.*-]*$"
	else if (kind == "Timer")
		want = "^[A-Za-z0-9][A-Za-z0-9*-]*$"
	else if (kind == "Reason")
		want = "^[A-Za-z0-9][A-Za-z0-9._-]*(:[0-9]+)?$"
	else if (kind == "Vendor-Code")
		want = "^[0-9]+(x+|-[0-9]+)?(,[0-9]+(x+|-[0-9]+)?)*( .+)?$"
	else if (kind == "Value")
		want = "^[A-Za-z][A-Za-z-]*:[A-Za-z0-9][A-Za-z0-9-]*$"
	if (kind in key_form) # of the further programs
		want = key_form[kind]
	if (value !~ want)
		die("bad name `" value "' for a " kind " stanza")
	if (kind == "Finding" && (value == "count" || value ~ /^status/))
		die("the name `" value "' is reserved")
}

function end_field(   n) {
	if (field == "")
		return
	sub(/ +$/, "", value)
	if (value == "")
		die_field("field `" field "' is empty")
	n = ++count[open, field]
	if (n > 1 && count_rule[kind, field] ~ /[1?]/)
		die_field("repeated field `" field "'")
	if (form[kind, field] == "P")
		pair(n, " = ")
	else if (form[kind, field] == "C")
		pair(n, ": ")
	else if (form[kind, field] == "T")
		check_template(value)
	else
		check_word()
	val[open, field, n] = value
	field = value = ""
}

function pair(n, separator,   i, name) {
	i = index(value, separator)
	name = substr(value, 1, i - 1)
	if (!i || name == "")
		die_field("want `" field ": key" separator "text'")
	value = substr(value, i + length(separator))
	if (field == "Mark") {
		if (name !~ /^[a-z][a-z-]*$/)
			die_field("bad mark name `" name "'")
		if (kind == "Status" && !((field, name) in word))
			die_field("unknown mark `" name "' in a Status stanza")
		check_template(value)
	}
	if (field == "Advice") # several for one topic
		check_template(value)
	else if ((open, field, name) in pair_seen)
		die_field("`" field ": " name "' twice in one stanza")
	pair_seen[open, field, name] = 1
	pair_key[open, field, n] = name
}

function check_word() {
	if (field ~ /^(Severity|Certainty|Sought|Class|Registered|Retry|Ends|Where)$/ &&
	    !((field, value) in word))
		die_field("bad " tolower(field) " `" value "'")
	if (field == "Code" && value !~ /^[3-6][0-9][0-9]( \(.+\))?$/)
		die_field("bad code `" value "'")
	if (field == "From" && (", " value) !~ \
	    /^(, (BYE|CANCEL|any other|[1-6][0-9][0-9]( \(practice\))?))+$/)
		die_field("bad from `" value "'")
	if (field == "Compact" && (kind != "Header" || value !~ /^[a-z]$/))
		die_field("bad compact form `" value "'")
	if (field == "Compact") {
		if (value in compact)
			die_field("compact form `" value "' is taken")
		compact[value] = kind_count["Header"]
	}
}

# `@name@', `@?name@', `@!name@' or `@@'.
function check_template(s,   i, name) {
	while ((i = index(s, "@"))) {
		s = substr(s, i + 1)
		i = index(s, "@")
		if (!i)
			die_field("unbalanced @ in `" value "'")
		name = substr(s, 1, i - 1)
		if (i > 1 && name !~ /^[?!]?[a-z][a-z0-9_]*$/)
			die_field("bad placeholder `@" name "@'")
		s = substr(s, i + 1)
	}
}

function end_stanza(   n, i, a) {
	if (!open)
		return
	end_field()
	n = split(needed[kind], a, " ")
	for (i = 1; i <= n; i++)
		need(a[i])
	if (kind == "Status") {
		if (key_of[open] ~ /^[0-9]/ && key_of[open] !~ /x/) {
			n = split("Registered Methods Retry Acts Ends When Read" \
				" Next", a, " ")
			for (i = 1; i <= n; i++)
				need(a[i])
		}
		if (key_of[open] ~ /^[3-6]/) {
			need("Title")
			need("Explain")
		} else if (count[open, "Title"] + count[open, "Mark"])
			die_stanza("a 1xx or 2xx is no finding: no Title, Mark")
	}
	open = 0
}
function need(name) {
	if (!count[open, name])
		die_stanza("missing field `" name "'")
}
function die_stanza(what) {
	die_at(file_of[open], line_of[open], kind " " key_of[open] ": " what)
}

# --- writing -----------------------------------------------------------------
END {
	if (bad)
		exit 1
	end_stanza()
	if (out == "ids")
		write_ids()
	else if (out == "table")
		write_table()
	else if (out == "names")
		for (i = 1; i <= stanzas; i++)
			print kind_of[i], key_of[i]
	else if (out == "templates")
		write_templates()
	else if (out == "related")
		write_related()
	else if (out == "words")
		write_words()
}

function write_templates(   i, f, j, n, a, k) {
	n = split("Title Explain Remedy Mark Say", a, " ")
	for (i = 1; i <= stanzas; i++)
		for (k = 1; k <= n; k++)
			for (j = 1; j <= count[i, a[k]]; j++)
				print kind_of[i] "\t" key_of[i] "\t" a[k] \
					"\t" val[i, a[k], j]
}

function write_related(   i, j, n, a) {
	for (i = 1; i <= stanzas; i++) {
		for (j = 1; j <= count[i, "Not-To-Confuse"]; j++)
			print key_of[i], pair_key[i, "Not-To-Confuse", j]
		if (!count[i, "Related"])
			continue
		n = split(val[i, "Related", 1], a, /, */)
		for (j = 1; j <= n; j++)
			print key_of[i], a[j]
	}
}

function banner() {
	print "/* Made by data/catalog.awk from the stanzas; do not edit. */"
}

function cname(prefix, s) {
	s = toupper(s)
	gsub(/[^A-Z0-9]/, "_", s)
	return prefix "_" s
}

function write_enum(name, kind, prefix, first, last,   i) {
	print "\nenum " name " {"
	if (first != "")
		print "\t" prefix "_" first " = 0,"
	for (i = 1; i <= kind_count[kind]; i++)
		print "\t" cname(prefix, key_of[of_kind[kind, i]]) ","
	if (last != "")
		print "\t" prefix "_" last ","
	print "\t" prefix "_COUNT\n};"
}

function write_ids() {
	banner()
	print "#ifndef DATA_FINDING_IDS_H\n#define DATA_FINDING_IDS_H"
	write_enum("finding_id", "Finding", "FINDING", "NONE", "STATUS")
	write_enum("text_id", "Text", "TEXT", "", "")
	write_enum("header_id", "Header", "HEADER", "UNKNOWN", "")
	write_enum("method_id", "Method", "METHOD", "UNKNOWN", "")
	each_word("place")
	print "\nenum { CATALOG_WORDS = " word_count " };"
	print "\n#endif"
}

# --- what may be translated: all in one array, in the order of the stanzas ---
function each_word(how,   i, j, k, n, a) {
	word_count = 0
	word_at = 0
	for (i = 1; i <= stanzas; i++) {
		n = split(word_fields[kind_of[i]], a, " ")
		for (k = 1; k <= n; k++)
			for (j = 1; j <= count[i, a[k]]; j++) {
				one_word(how, i, a[k], j)
				word_count++
				word_at += length(val[i, a[k], j]) + 1
			}
	}
}
function one_word(how, id, name, n) {
	if (how == "place")
		place_of[id, name, n] = word_at
	else if (how == "bytes")
		print "\t" quote(val[id, name, n]) " \"\\0\""
	else if (how == "places")
		print "\t" word_at ","
	else
		print kind_of[id] "\t" key_of[id] "\t" hash_of(id) "\t" name \
			"\t" n "\t" pair_key[id, name, n] "\t" val[id, name, n]
}
# A sum over the English words of a stanza: tells when they have changed.
function hash_of(id,   n, k, j, a, s, i) {
	if (id in hash)
		return hash[id]
	n = split(word_fields[kind_of[id]], a, " ")
	for (k = 1; k <= n; k++)
		for (j = 1; j <= count[id, a[k]]; j++)
			s = s a[k] ":" val[id, a[k], j] ";"
	n = 0
	for (i = 1; i <= length(s); i++)
		n = (n * 8191 + ord[substr(s, i, 1)]) % 2147483647
	return hash[id] = sprintf("%08x", n)
}
function write_words() { each_word("rows") }
function write_word_array() {
	print "\nconst char catalog_words[] ="
	each_word("bytes")
	print "\t\"\";\nconst uint32_t catalog_word_at[CATALOG_WORDS + 1] = {"
	each_word("places")
	print "\t" word_at "\n};"
}
# A field that comes as its nth: words stand in the array, all else by itself.
function text_of(id, name, n) {
	if ((kind_of[id], name) in is_word)
		return "catalog_words + " place_of[id, name, n]
	return quote(val[id, name, n])
}

# s with a backslash before every c.
function escape(s, c,   i, done) {
	while ((i = index(s, c))) {
		done = done substr(s, 1, i - 1) "\\" c
		s = substr(s, i + 1)
	}
	return done s
}
function quote(s) {
	s = escape(escape(s, "\\"), "\"")
	if (index(s, "??"))
		s = escape(s, "?")
	return "\"" s "\""
}
# The value of a field that comes once, or NULL.
function one(id, name) {
	return count[id, name] ? text_of(id, name, 1) : "NULL"
}
function list(id, name,   s, i) {
	s = "(const char *const[]){"
	for (i = 1; i <= count[id, name]; i++)
		s = s "\n\t\t" text_of(id, name, i) ","
	return s " NULL }"
}
# What Related names: rows that are still to come are left out.
function is_topic(s) {
	return ("Finding", s) in seen || ("Status", s) in seen
}
# A comma list as a list of strings.
function split_list(id, name,   s, i, n, a) {
	s = "(const char *const[]){"
	n = count[id, name] ? split(val[id, name, 1], a, /, */) : 0
	for (i = 1; i <= n; i++)
		if (name != "Related" || is_topic(a[i]))
			s = s " " quote(a[i]) ","
	return s " NULL }"
}
function pairs(id, name,   s, i) {
	s = "(const struct catalog_pair[]){"
	for (i = 1; i <= count[id, name]; i++)
		s = s "\n\t\t{ " quote(pair_key[id, name, i]) ", " \
			text_of(id, name, i) " },"
	return s " { NULL, NULL } }"
}
function joined(id, name,   s, i) {
	if (!count[id, name])
		return "NULL"
	s = val[id, name, 1]
	for (i = 2; i <= count[id, name]; i++)
		s = s "; " val[id, name, i]
	return quote(s)
}

function finding(id, name, label, severity, certainty) {
	return "{ " quote(name) ", " label ",\n\tSEVERITY_" toupper(severity) \
		", CERTAINTY_" toupper(certainty) ",\n\t" \
		list(id, "Title") ",\n\t" list(id, "Explain") ",\n\t" \
		list(id, "Remedy") ",\n\t" one(id, "Exceptions") ",\n\t" \
		pairs(id, "Mark") ",\n\t" list(id, "Reference") ", " \
		(count[id, "Sought"] ? "false" : "true") " }"
}

function write_findings(   i, id) {
	print "\nconst struct finding_text catalog_findings[] = {"
	for (i = 1; i <= kind_count["Finding"]; i++) {
		id = of_kind["Finding", i]
		print finding(id, key_of[id], one(id, "Name"), \
			val[id, "Severity", 1], val[id, "Certainty", 1]) ","
	}
	print "};"
}

function status_severity(class) {
	if (class ~ /^(error|policy|security|obsolete)$/)
		return "error"
	return class == "transient" ? "warning" : "info"
}

function status_row(id,   class, code) {
	class = val[id, "Class", 1]
	code = key_of[id]
	return "{ " substr(code, 1, code ~ /x/ ? 1 : 3) ", " one(id, "Name") \
		", STATUS_" toupper(class) ", " \
		(val[id, "Registered", 1] == "yes" ? "true" : "false") ", " \
		one(id, "Methods") ",\n\t" split_list(id, "Read-Response") \
		", " split_list(id, "Read-Request") ",\n\t" \
		one(id, "Retry") ", " one(id, "Acts") ", " one(id, "Ends") \
		",\n\t" one(id, "Meaning") ",\n\t" one(id, "When") ",\n\t" \
		one(id, "Read") ",\n\t" one(id, "Next") ",\n\t" \
		list(id, "Fix") ",\n\t" pairs(id, "By-Method") ",\n\t" \
		one(id, "Example") ",\n\t" pairs(id, "Not-To-Confuse") \
		",\n\t" split_list(id, "Related") ",\n\t" \
		finding(id, "status-" code, \
			quote(code " " val[id, "Name", 1]), \
			status_severity(class), "certain") " }"
}

function write_status(   code, n, s) {
	for (n = 1; n <= kind_count["Status"]; n++)
		by_code[key_of[of_kind["Status", n]]] = of_kind["Status", n]
	print "\nconst struct status_text catalog_statuses[] = {"
	n = 0
	for (code = 100; code < 700; code++)
		if ((code "") in by_code) {
			print status_row(by_code[code ""]) ","
			s = s "\t[" code - 100 "] = " ++n ",\n"
		}
	print "};\nconst size_t catalog_status_count = " n ";"
	print "\nconst unsigned char catalog_status_at[600] = {\n" s "};"
	print "\nconst struct status_text catalog_classes[7] = {"
	for (code = 1; code <= 6; code++)
		if ((code "xx") in by_code)
			print "\t[" code "] = " status_row(by_code[code "xx"]) ","
	print "};"
}

# The number at the head of Code; 0 when the cause has none of its own.
function own_code(id,   s) {
	s = count[id, "Code"] ? val[id, "Code", 1] : "0"
	return s ~ /\(default\)/ ? 0 : substr(s, 1, 3) + 0
}

function write_rows(kind, name,   i, id) {
	print "\nconst struct catalog_row catalog_" name "[] = {"
	for (i = 1; i <= kind_count[kind]; i++) {
		id = of_kind[kind, i]
		print "\t{ " quote(key_of[id]) ", " one(id, "Name") ",\n\t" \
			one(id, "Text") ",\n\t" one(id, "Hint") ",\n\t" \
			one(id, "Compact") ", " joined(id, "Reference") \
			", " own_code(id) ",\n\t" one(id, "Code") \
			", " one(id, "From") ", " one(id, "Default") \
			", " one(id, "Who") ", " one(id, "Where") \
			",\n\t" one(id, "Example") " },"
	}
	print "\t{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL," \
		" NULL, NULL, NULL, NULL }\n};"
	print "const size_t catalog_" name "_count = " kind_count[kind] + 0 ";"
}

# A header or method name is found by the nine high bits of a product of 64: that
# of its first eight bytes as small letters, the very first the lowest, its length
# added, and the factor with the fewest collisions, which the C side reads from
# struct catalog_hash (data/catalog_find.h).  awk counts to 2^53: by pieces of 16
# bits, from the lowest, factor[0] to factor[3].
function small(s, i,   c) {
	c = i > length(s) ? 0 : ord[substr(s, i, 1)]
	return int(c / 32) % 2 ? c : c + 32
}
function two_of(s, i) { return small(s, i) + small(s, i + 1) * 256 }
function place(s,   a, b, c, d, r) {
	a = two_of(s, 1) + length(s)
	b = two_of(s, 3)
	c = two_of(s, 5)
	d = two_of(s, 7)
	r = int(a * factor[0] / 65536) + a * factor[1] + b * factor[0]
	r = int(r / 65536) + a * factor[2] + b * factor[1] + c * factor[0]
	r = int(r / 65536) + a * factor[3] + b * factor[2] + \
		c * factor[1] + d * factor[0]
	return int(r % 65536 / 128)
}
# The t-th factor to try; odd numbers of no pattern.
function choose(t,   i) {
	for (i = 0; i < 4; i++)
		factor[i] = (t * 40503 + i * 30011 + t * i * 25173) % 32768 * 2 + 1
}
# The names of a kind, names[1] to names[n], with their ids.  The letters first: whoever
# uses these uses them in every message, so each shall be in its own place.
function name_all(kind,   i, c, n) {
	n = 0
	for (i = 97; kind == "Header" && i < 123; i++) {
		c = sprintf("%c", i)
		if (c in compact) {
			names[++n] = c
			id_of[n] = compact[c]
		}
	}
	for (i = 1; i <= kind_count[kind]; i++) {
		names[++n] = key_of[of_kind[kind, i]]
		id_of[n] = i
	}
	return n
}
function probes(n,   i, at, total) {
	split("", slot)
	for (i = 1; i <= n; i++) {
		for (at = place(names[i]); at in slot; at = (at + 1) % 512)
			total++
		slot[at] = i
	}
	return total + 0
}
function write_hash(kind, name,   i, n, t, a, best, best_t) {
	n = name_all(kind)
	best = -1
	for (t = 1; t <= 150 && best; t++) {
		choose(t)
		i = probes(n)
		if (best < 0 || i < best) {
			best = i
			best_t = t
		}
	}
	choose(best_t)
	probes(n)
	printf "\nconst struct catalog_hash catalog_%s_hash = { " \
		"0x%04x%04x%04x%04x, {\n\t/* %d collisions */\n", name, \
		factor[3], factor[2], factor[1], factor[0], best
	for (t = 0; t < 512; t++)
		if (t in slot) {
			a = names[slot[t]]
			print "\t[" t "] = { " quote(length(a) > 16 ? "" : a) \
				", " quote(a) ", " length(a) ", " \
				id_of[slot[t]] " },"
		}
	print "} };"
}

function write_table(   i, c) {
	banner()
	print "#include \"data/catalog_table.h\""
	each_word("place")
	write_word_array()
	write_findings()
	write_status()
	write_rows("Warning", "warnings")
	write_rows("Cause", "q850")
	write_rows("Method", "methods")
	write_rows("Header", "headers")
	write_rows("Option-Tag", "option_tags")
	write_rows("Event", "events")
	write_rows("Timer", "timers")
	write_rows("Reason", "reasons")
	write_rows("Vendor-Code", "vendor_codes")
	write_rows("Value", "values")
	print "\nconst char *const catalog_texts[] = {"
	for (i = 1; i <= kind_count["Text"]; i++)
		print "\t" one(of_kind["Text", i], "Say") ","
	print "\tNULL\n};"
	write_hash("Header", "header")
	write_hash("Method", "method")
	print "\nconst unsigned char catalog_compact[26] = {"
	for (i = 97; i < 123; i++) {
		c = sprintf("%c", i)
		if (c in compact)
			print "\t['" c "' - 'a'] = " compact[c] ","
	}
	print "};"
}
