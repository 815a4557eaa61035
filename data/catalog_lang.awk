# SPDX-License-Identifier: BSD-2-Clause
# Turns the stanzas of data/lang/LL/*.txt into C, checked against the English
# words:
#   awk -v out=table|check|stamp -v ll=LL -f catalog_lang.awk WORDS FILE...
# WORDS is what catalog.awk writes with out=words.  table: the C of a language;
# check: what is missing, stale or against the glossary, a line each; stamp: the
# files again, each stanza with `Of: HASH' of the English it was made from.
# -v draft=yes: stanzas with a fault are left out and counted, instead of the end
# of it all.  POSIX awk only, bytes (LC_ALL=C).

BEGIN {
	FS = "\t"
	kinds["Term"] = 1
	split("Say Never Note", a, " ")
	for (i in a)
		field_of["Term", a[i]] = 1
	# May be left out where the English is no words but codes and examples.
	optional["Status", "Methods"] = optional["Status", "Example"] = 1
	split("Title Explain Remedy Mark Say", a, " ")
	for (i in a)
		template[a[i]] = 1
	# These are wanted in full; of other kinds whatever there is.
	wanted["Status"] = wanted["Finding"] = wanted["Text"] = 1
	separator["Mark"] = " = "
	separator["Advice"] = ": "
	template["Advice"] = 1
	separator["By-Method"] = separator["Not-To-Confuse"] = ": "
}

# --- the English words -------------------------------------------------------

FNR == 1 && !reading {
	reading = FILENAME
}
FILENAME == reading {
	place[$1, $2, $4, $5] = ++words
	english[words] = $7
	pair_key[words] = $6
	kind_at[words] = $1
	key_at[words] = $2
	name_at[words] = $4
	hash[$1, $2] = $3
	want_count[$1, $2, $4]++
	field_of[$1, $4] = kinds[$1] = 1
	next
}

# --- the stanzas of the language ---------------------------------------------

FNR == 1 {
	end_stanza()
	file = FILENAME
}
out == "stamp" { line_of[++lines] = $0; file_at[lines] = FILENAME }
/^#/ { next }
/^ *$/ { end_stanza(); next }
/[\001-\037\177]/ { fault(FNR, "a control character"); next }
/[\200-\377]/ && !is_utf8($0) { fault(FNR, "not UTF-8"); next }
/^ / {
	if (!fields)
		fault(FNR, "a continuation line without a field before it")
	else {
		sub(/^ +/, "")
		text[fields] = text[fields] " " $0
	}
	next
}
{
	i = index($0, ":")
	if (!i) {
		fault(FNR, "want `Key: value', not `" $0 "'")
		next
	}
	name[++fields] = substr($0, 1, i - 1)
	text[fields] = substr($0, i + 1)
	sub(/^ +/, "", text[fields])
	at[fields] = FNR
	if (out == "stamp" && name[fields] == "Of")
		lines--
	if (out == "stamp" && fields == 1 && (name[1], text[1]) in hash)
		line_of[lines] = $0 "\nOf: " hash[name[1], text[1]]
}

END {
	if (stopped)
		exit 1
	end_stanza()
	if (left_out)
		print "data/lang/" ll ": faults: " left_out ", left out; " \
			"tests/lint/lang.sh names them" | "cat 1>&2"
	if (out == "table")
		write_table()
	else if (out == "check")
		write_check()
	else if (out == "stamp")
		for (i = 1; i <= lines; i++)
			print line_of[i]
}

# Well-formed (RFC 3629), and nothing that hides or turns round what stands
# beside it.
function is_utf8(s) {
	if (s ~ /\342\200[\213-\217\250-\256]|\342\201[\240-\257]|\357\273\277/)
		return 0
	gsub(/[\302-\337][\200-\277]/, "?", s)
	gsub(/\340[\240-\277][\200-\277]/, "?", s)
	gsub(/\355[\200-\237][\200-\277]/, "?", s)
	gsub(/[\341-\354\356\357][\200-\277][\200-\277]/, "?", s)
	gsub(/\360[\220-\277][\200-\277][\200-\277]/, "?", s)
	gsub(/[\361-\363][\200-\277][\200-\277][\200-\277]/, "?", s)
	gsub(/\364[\200-\217][\200-\277][\200-\277]/, "?", s)
	return s !~ /[\200-\377]/
}

function fault(line, what) {
	faulty = 1
	if (stopped || out == "stamp")
		return
	if (out == "check") {
		print "fault: " file ":" line ": " what
		return
	}
	if (draft == "yes") {
		left_out++
		return
	}
	print file ":" line ": " what | "cat 1>&2"
	close("cat 1>&2")
	stopped = 1
	exit 1
}

function end_stanza(   i) {
	if (stopped)
		return
	for (i = 1; i <= fields; i++)
		sub(/ +$/, "", text[i])
	if (fields)
		check_stanza()
	if (fields && !faulty)
		keep_stanza()
	for (i = 1; i <= fields; i++)
		delete count[name[i]]
	fields = faulty = 0
}

function check_stanza(   i, kind, key) {
	kind = name[1]
	key = text[1]
	if (!(kind in kinds)) {
		fault(at[1], "a stanza cannot begin with `" kind "'")
		return
	}
	if ((kind, key) in seen) {
		fault(at[1], kind " " key " stands twice")
		return
	}
	seen[kind, key] = 1
	if (kind != "Term" && !((kind, key) in hash)) {
		fault(at[1], "no English stanza " kind " " key)
		return
	}
	for (i = 2; i <= fields && !stopped; i++) {
		if (name[i] == "Of" && kind != "Term" && text[i] ~ /^[0-9a-f]+$/)
			continue
		if (!((kind, name[i]) in field_of))
			fault(at[i], "unknown field `" name[i] \
				"' in the translation of a " kind)
		else if (text[i] == "")
			fault(at[i], "field `" name[i] "' is empty")
		else if (kind != "Term")
			check_field(kind, key, i)
		count[name[i]]++
	}
	if (kind == "Term" && !count["Say"])
		fault(at[1], "Term " key ": missing field `Say'")
	for (i = 2; i <= fields && !stopped && kind != "Term"; i++)
		if (name[i] != "Of" && \
		    count[name[i]] != want_count[kind, key, name[i]]) {
			fault(at[i], "field `" name[i] "' comes " \
				count[name[i]] + 0 " times, in English " \
				want_count[kind, key, name[i]] + 0)
			return
		}
}

# The nth of a name against its English original.
function check_field(kind, key, i,   w, s, n) {
	w = place[kind, key, name[i], count[name[i]] + 1]
	if (!w)
		return # too many: told of the whole stanza
	if (name[i] in separator) {
		s = separator[name[i]]
		n = index(text[i], s)
		if (!n || substr(text[i], 1, n - 1) != pair_key[w]) {
			fault(at[i], "`" name[i] ": " substr(text[i], 1, \
				n ? n - 1 : 20) "' should be `" name[i] ": " \
				pair_key[w] s "...'")
			return
		}
		text[i] = substr(text[i], n + length(s))
		if (text[i] == "") {
			fault(at[i], "field `" name[i] "' is empty")
			return
		}
	}
	if ((name[i] in template) && marks(text[i]) != marks(english[w]))
		fault(at[i], "placeholders" marks(text[i]) " instead of" \
			marks(english[w]))
	else if (gsub(/`/, "`", text[i]) != gsub(/`/, "`", english[w]))
		fault(at[i], "not as many `...' as in English")
}

# The placeholders and conditions of a template, each once, in order of name.
function marks(s,   n, a, i, j, set, k, t) {
	if (!index(s, "@"))
		return " none"
	n = split(s, a, "@")
	if (n % 2 == 0)
		return " unbalanced @"
	k = 0
	for (i = 2; i <= n; i += 2) {
		for (j = k; j && (set[j] "") > (a[i] ""); j--)
			;
		if (j && set[j] == a[i])
			continue
		for (t = k++; t > j; t--)
			set[t + 1] = set[t]
		set[j + 1] = a[i]
	}
	s = ""
	for (i = 1; i <= k; i++)
		s = s " @" set[i] "@"
	return s
}

function keep_stanza(   i, n, a, kind) {
	kind = name[1]
	for (i = 2; i <= fields; i++)
		count[name[i]] = 0
	for (i = 2; i <= fields; i++) {
		if (kind == "Term") {
			if (name[i] != "Never")
				continue
			for (n = split(text[i], a, /, */); n; n--)
				if (a[n] != "")
					never[a[n]] = text[1]
		} else if (name[i] == "Of") {
			if (text[i] != hash[kind, text[1]])
				stale[++stales] = file ": " kind " " text[1]
		} else {
			n = place[kind, text[1], name[i], ++count[name[i]]]
			said[n] = text[i]
			said_at[n] = file ":" at[i]
		}
	}
}

# --- writing -----------------------------------------------------------------

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

function write_table(   i, n) {
	print "/* Made by data/catalog_lang.awk from data/lang/" ll \
		"; do not edit. */"
	print "#include \"data/catalog_lang_table.h\"\n"
	print "const char catalog_lang_" ll "_words[] =\n\t\"\\0\""
	for (i = 1; i <= words; i++)
		if (i in said)
			print "\t" quote(said[i]) " \"\\0\""
	print "\t\"\";\n"
	print "const uint32_t catalog_lang_" ll "_at[CATALOG_WORDS] = {"
	n = 1
	for (i = 1; i <= words; i++) {
		print "\t" (i in said ? n : 0) ","
		if (i in said)
			n += length(said[i]) + 1
	}
	print "};"
}

function write_check(   i, k, w, kind, total, have, stanza) {
	for (i = 1; i <= words; i++) {
		kind = kind_at[i]
		if ((kind, name_at[i]) in optional)
			continue
		total[kind]++
		if (i in said)
			have[kind]++
		else if ((kind in wanted) && stanza != kind " " key_at[i] " " name_at[i]) {
			stanza = kind " " key_at[i] " " name_at[i]
			print "missing: " stanza
		}
	}
	for (i = 1; i <= stales; i++)
		print "stale: " stale[i]
	for (i in said) {
		w = tolower(said[i])
		for (k in never)
			if (index(w, tolower(k)))
				print "never: " said_at[i] ": `" k \
					"' is not our word for " never[k]
	}
	for (k in total)
		if ((k in wanted) || have[k])
			print "count: " k " " have[k] + 0 " of " total[k] + 0
}
