# SPDX-License-Identifier: BSD-2-Clause
# Turns stacks.txt, phrases.txt and scanners.txt into C.  Goes behind
# catalog.awk, which reads the stanzas:
#   awk -v out=stacks -f catalog.awk -f catalog_stack.awk FILE...
# stacks: the tables; signs: kind, key, clue and example of each sign; advice:
# name, topic and text; phrases: key, place, by and codes.

BEGIN {
	spec["Stack"] = "Name:1 Text:1 Of:? Like:? Sign:* Example:* Advice:*C"
	spec["Phrase"] = "Place:1 By:1 Codes:? Weak:? Match:* Text:1 Hint:1"
	spec["Scanner"] = "Name:1 Level:1 Case:? Text:1 Hint:1 Sign:+" \
		" Example:+"
	translate("Stack", "Text Advice")
	translate("Phrase", "Text Hint")
	translate("Scanner", "Text Hint")
	learn("Stack", spec["Stack"])
	learn("Phrase", spec["Phrase"])
	learn("Scanner", spec["Scanner"])
	key_form["Stack"] = "^[a-z0-9]+(-[a-z0-9]+)*$"
	key_form["Scanner"] = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
	key_form["Phrase"] = "."
	clues = split("Server User-Agent X-FS-Support Contact From SDP-Origin" \
		" SDP-Session Tag", clue_name, " ")
	for (i = 1; i <= clues; i++)
		clue_bit[clue_name[i]] = 2 ^ (i - 1)
	places = split("reason-phrase P-Registrar-Error reason warning sipfrag",
		place_name, " ")
	for (i = 1; i <= places; i++)
		place_bit[place_name[i]] = 2 ^ (i - 1)
	split("attack suspect tool", a, " ")
	for (i in a)
		word["Level", a[i]] = 1
}

# Where the fields of a stanza stand, for complaints.
open && field != "" { at_line[open, field, count[open, field] + 1] = FNR }

function die_in(id, name, n, what) {
	die_at(file_of[id], at_line[id, name, n], what)
}

END {
	if (bad)
		exit 1
	check_all()
	if (out == "stacks")
		write_stacks()
	else if (out == "signs")
		write_examples()
	else if (out == "advice")
		write_advice()
	else if (out == "phrases")
		write_phrase_keys()
}

# --- checks ------------------------------------------------------------------

function check_all(   i) {
	for (i = 1; i <= stanzas; i++) {
		if (kind_of[i] == "Stack")
			check_stack(i)
		else if (kind_of[i] == "Phrase")
			check_phrase(i)
		else if (kind_of[i] == "Scanner")
			check_scanner(i)
	}
}

function check_stack(id,   i) {
	check_link(id, "Of")
	check_link(id, "Like")
	check_signs(id)
	for (i = 1; i <= count[id, "Advice"]; i++)
		check_advice(id, i)
}

function check_link(id, name) {
	if (!count[id, name])
		return
	if (!(("Stack", val[id, name, 1]) in seen))
		die_in(id, name, 1, "no stack `" val[id, name, 1] "'")
	if (val[id, name, 1] == key_of[id])
		die_in(id, name, 1, "a stack is not " tolower(name) " itself")
}

# CLUE, CLUE: PATTERN
function check_signs(id,   i, n, k, a, s) {
	if (count[id, "Sign"] != count[id, "Example"])
		die_at(file_of[id], line_of[id], kind_of[id] " " key_of[id] \
			": want an Example for each Sign")
	for (i = 1; i <= count[id, "Sign"]; i++) {
		s = val[id, "Sign", i]
		k = index(s, ": ")
		if (!k)
			die_in(id, "Sign", i, "want `Sign: CLUE: pattern'")
		pattern[id, i] = substr(s, k + 2)
		n = split(substr(s, 1, k - 1), a, /, */)
		bits[id, i] = 0
		for (; n; n--) {
			if (!(a[n] in clue_bit))
				die_in(id, "Sign", i, "unknown clue `" a[n] "'")
			bits[id, i] += clue_bit[a[n]]
		}
		s = val[id, "Example", i]
		k = index(s, ": ")
		if (!k || !(substr(s, 1, k - 1) in clue_bit))
			die_in(id, "Example", i, "want `Example: CLUE: value'")
		s = substr(s, 1, k - 1)
		if (int(bits[id, i] / clue_bit[s]) % 2 == 0)
			die_in(id, "Example", i, "`" s "' is no clue of its Sign")
	}
}

# TOPIC, TOPIC: template
function check_advice(id, i,   n, j, a) {
	topics[id, i] = pair_key[id, "Advice", i]
	text[id, i] = val[id, "Advice", i]
	n = split(topics[id, i], a, /, */)
	for (j = 1; j <= n; j++) {
		if (a[j] !~ /^([0-9]+|[1-6]xx|[a-z0-9]+(-[a-z0-9]+)*)$/)
			die_in(id, "Advice", i, "bad topic `" a[j] "'")
		# a finding has not the flags of a status
		if (a[j] !~ /^(client-)?([0-9]+|[1-6]xx)$/ && \
		    text[id, i] ~ /@[?!]/)
			die_in(id, "Advice", i, "conditions are for codes," \
				" not for `" a[j] "'")
	}
}

function check_phrase(id,   n, a) {
	n = split(val[id, "Place", 1], a, /, */)
	for (; n; n--)
		if (!(a[n] in place_bit))
			die_in(id, "Place", 1, "unknown place `" a[n] "'")
	n = split(val[id, "By", 1], a, /, */)
	for (; n; n--)
		if (a[n] != "any" && !(("Stack", a[n]) in seen))
			die_in(id, "By", 1, "no stack `" a[n] "'")
	n = count[id, "Codes"] ? split(val[id, "Codes", 1], a, /, */) : 0
	for (; n; n--)
		if (a[n] !~ /^[1-6][0-9][0-9]$/)
			die_in(id, "Codes", 1, "bad code `" a[n] "'")
	if (count[id, "Weak"] && val[id, "Weak", 1] != "yes")
		die_in(id, "Weak", 1, "want `Weak: yes' or nothing")
}

function check_scanner(id) {
	check_signs(id)
	if (!(("Level", val[id, "Level", 1]) in word))
		die_in(id, "Level", 1, "bad level `" val[id, "Level", 1] "'")
	if (count[id, "Case"] && val[id, "Case", 1] != "exact")
		die_in(id, "Case", 1, "want `Case: exact' or nothing")
}

# --- for the checks of the tree ----------------------------------------------

function write_examples(   i, j) {
	for (i = 1; i <= stanzas; i++)
		for (j = 1; j <= count[i, "Sign"]; j++)
			print kind_of[i] "\t" key_of[i] "\t" val[i, "Sign", j] \
				"\t" val[i, "Example", j]
}

function write_advice(   i, j, n, a, k) {
	for (i = 1; i <= stanzas; i++)
		for (j = 1; j <= count[i, "Advice"]; j++) {
			n = split(topics[i, j], a, /, */)
			for (k = 1; k <= n; k++)
				print val[i, "Name", 1] "\t" a[k] "\t" text[i, j]
		}
}

function write_phrase_keys(   i) {
	for (i = 1; i <= stanzas; i++)
		if (kind_of[i] == "Phrase")
			print key_of[i] "\t" val[i, "Place", 1] "\t" \
				val[i, "By", 1] "\t" one_or(i, "Codes")
}
function one_or(id, name) { return count[id, name] ? val[id, name, 1] : "-" }

# --- the tables --------------------------------------------------------------

function strings(s,   n, a, i, done) {
	n = s == "" ? 0 : split(s, a, /, */)
	done = "(const char *const[]){"
	for (i = 1; i <= n; i++)
		done = done " " quote(a[i]) ","
	return done " NULL }"
}

function stack_link(id, name,   i) {
	if (!count[id, name])
		return "NULL"
	for (i = 1; i <= kind_count["Stack"]; i++)
		if (key_of[of_kind["Stack", i]] == val[id, name, 1])
			return "&catalog_stacks[" i - 1 "]"
}

function stack_row(id,   i, s) {
	s = "{ " quote(key_of[id]) ", " one(id, "Name") ",\n\t" \
		one(id, "Text") ",\n\t" stack_link(id, "Of") ", " \
		stack_link(id, "Like") ",\n\t(const struct catalog_advice[]){"
	for (i = 1; i <= count[id, "Advice"]; i++)
		s = s "\n\t\t{ " strings(topics[id, i]) ",\n\t\t" \
			text_of(id, "Advice", i) " },"
	return s " { NULL, NULL } } }"
}

# The letter a pattern is filed under: 0 where it does not begin with one.
function first_letter(s,   c) {
	sub(/^\*/, "", s)
	sub(/^</, "", s)
	c = substr(s, 1, 1)
	return c == "" || c ~ /[#%$>*]/ ? 0 : ord[tolower(c)]
}

# Signs in two parts: those at the start of a value, those anywhere in it;
# each by its first letter.
function write_signs(kind, name,   part, c, i, j, id, n, s, row, at, clues, anywhere) {
	print "\nconst struct catalog_sign catalog_" name "_signs[] = {"
	n = 0
	at = ""
	anywhere = ""
	for (part = 0; part < 2; part++) {
		at = at "\t{"
		for (c = 0; c < 128; c++) {
			at = at (c % 16 ? " " : "\n\t\t") n ","
			for (row = 1; row <= kind_count[kind]; row++) {
				id = of_kind[kind, row]
				for (j = 1; j <= count[id, "Sign"]; j++) {
					s = pattern[id, j]
					if ((s ~ /^\*./) != part ||
					    first_letter(s) != c)
						continue
					n++
					clues[part, c] = clues[part, c] " | " \
						bits[id, j]
					if (part)
						anywhere = anywhere " | " \
							bits[id, j]
					sub(/^\*/, "", s)
					print "\t{ " bits[id, j] ", " row - 1 \
						", " (kind == "Scanner" && \
						!count[id, "Case"] ? "true" : \
						"false") ", " length(s) ", " \
						quote(s) ",\n\t\t" \
						quote(val[id, "Example", j]) " },"
				}
			}
		}
		at = at " " n " },\n"
	}
	print "};\nconst size_t catalog_" name "_sign_count = " n ";"
	print "const unsigned short catalog_" name "_sign_anywhere = 0" \
		anywhere ";"
	print "const unsigned char catalog_" name "_sign_at[2][129] = {\n" at "};"
	print "const unsigned short catalog_" name "_sign_clues[2][256] = {"
	for (part = 0; part < 2; part++) {
		print "\t{"
		for (c = 1; c < 128; c++) {
			i = c >= 65 && c <= 90 ? c + 32 : c
			if ((part, i) in clues)
				print "\t\t[" c "] = 0" clues[part, i] ","
		}
		print "\t},"
	}
	print "};"
}

function place_bits(id,   n, a, b) {
	n = split(val[id, "Place", 1], a, /, */)
	for (b = 0; n; n--)
		b += place_bit[a[n]]
	return b
}

function codes_of(id,   n, a, i, s) {
	s = "(const unsigned short[]){"
	n = count[id, "Codes"] ? split(val[id, "Codes", 1], a, /, */) : 0
	for (i = 1; i <= n; i++)
		s = s " " a[i] ","
	return s " 0 }"
}

# By their bytes, so that they can be searched by halves.
function sort_phrases(   n, i, j, id) {
	n = kind_count["Phrase"]
	for (i = 1; i <= n; i++) {
		id = of_kind["Phrase", i]
		for (j = i; j > 1 && (key_of[sorted[j - 1]] "") > \
		     (key_of[id] ""); j--)
			sorted[j] = sorted[j - 1]
		sorted[j] = id
	}
}

function write_phrases(   i, id) {
	sort_phrases()
	print "\nconst struct catalog_phrase catalog_phrases[] = {"
	for (i = 1; i <= kind_count["Phrase"]; i++) {
		id = sorted[i]
		print "{ " quote(key_of[id]) ", " place_bits(id) ", " \
			(count[id, "Weak"] ? "true" : "false") ",\n\t" \
			strings(val[id, "By", 1]) ", " codes_of(id) ",\n\t" \
			list(id, "Match") ",\n\t" one(id, "Text") ",\n\t" \
			one(id, "Hint") " },"
	}
	print "};\nconst size_t catalog_phrase_count = " \
		kind_count["Phrase"] + 0 ";"
}

function write_stacks(   i, id) {
	banner()
	print "#include \"data/catalog_stack_table.h\""
	print "#include \"data/catalog_table.h\""
	each_word("place")
	print "\nconst struct catalog_stack catalog_stacks[] = {"
	for (i = 1; i <= kind_count["Stack"]; i++)
		print stack_row(of_kind["Stack", i]) ","
	print "};\nconst size_t catalog_stack_count = " \
		kind_count["Stack"] + 0 ";"
	write_signs("Stack", "stack")
	print "\nconst struct catalog_scanner catalog_scanners[] = {"
	for (i = 1; i <= kind_count["Scanner"]; i++) {
		id = of_kind["Scanner", i]
		print "{ " quote(key_of[id]) ", " one(id, "Name") ", SCANNER_" \
			toupper(val[id, "Level", 1]) ",\n\t" one(id, "Text") \
			",\n\t" one(id, "Hint") " },"
	}
	print "};\nconst size_t catalog_scanner_count = " \
		kind_count["Scanner"] + 0 ";"
	write_signs("Scanner", "scanner")
	write_phrases()
}
