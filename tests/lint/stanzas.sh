#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A bad stanza stops the build with file, line and reason; what stanzas refer to
# exists; and, where the table of facts lies beside the tree, they agree with it.
root=$(cd "${srcdir:-.}" && pwd) || exit 99
facts=${SIPEXPLAIN_SHARED:-$root/../shared}/facts
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
n=0
tab=$(printf '\t')

run() { LC_ALL=C ${AWK:-awk} -f "$root/data/catalog.awk" "$@"; }
all() {
	run -v out="$1" "$root"/data/findings*.txt "$root"/data/status.txt \
		"$root"/data/warnings.txt "$root"/data/q850.txt \
		"$root"/data/methods.txt "$root"/data/headers.txt \
		"$root"/data/option-tags.txt "$root"/data/events.txt \
		"$root"/data/timers.txt "$root"/data/reason-protocols.txt \
		"$root"/data/vendor-codes.txt "$root"/data/values.txt \
		"$root"/data/ui.txt
}

# verdict NAME COMPLAINTS: one TAP line
verdict() {
	n=$((n + 1))
	if [ -z "$2" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		echo "$2" | sed 's/^/# /'
	fi
}

finding='Finding: x-y
Severity: error
Certainty: likely
Name: n
Title: t
Explain: e
Reference: RFC 3261 1'
status='Status: 404
Name: Not Found
Class: error
Registered: yes
Methods: any
Retry: no
Acts: user
Ends: nothing
Meaning: m
When: w
Read: r
Next: n
Title: t
Explain: e
Reference: RFC 3261 1'

# good NAME TEXT: the text is taken
good() {
	printf '%s\n' "$2" >"$tmp/s.txt"
	verdict "$1" "$(run -v out=table "$tmp/s.txt" 2>&1 >/dev/null ||
		echo 'exit status not 0')"
}

# bad LINE REASON TEXT: the text is refused, at that line, with that reason
bad() {
	printf '%s\n' "$3" >"$tmp/s.txt"
	if got=$(run -v out=table "$tmp/s.txt" 2>&1 >/dev/null); then
		verdict "$2" "taken: $got"
	elif [ "${got#"$tmp/s.txt:$1: "}" = "$got" ]; then
		verdict "$2" "not at line $1: $got"
	elif ! echo "$got" | grep -qF -- "$2"; then
		verdict "$2" "another reason: $got"
	elif [ "$(echo "$got" | wc -l)" -ne 1 ]; then
		verdict "$2" "more than one line: $got"
	else
		verdict "$2" ''
	fi
}

with() { printf '%s\n%s' "$finding" "$1"; }
but() { echo "$finding" | sed "$1"; }
status_but() { echo "$status" | sed "$1"; }

good 'a good finding' "$finding"
good 'a finding that nothing looks for' "$(with 'Sought: no')"
good 'a good status' "$status"
good 'comments and continuation lines' "# one
$finding
Remedy: first
 second @a@ @?b@ @!c@ @@
# two
Mark: key = text
 goes on"
bad 8 'unknown field `Colour'"'" "$(with 'Colour: red')"
bad 3 'unknown field `Finding'"'" 'Finding: a
Severity: error
Finding: b'
bad 8 'repeated field `Severity'"'" "$(with 'Severity: error')"
bad 1 'missing field `Title'"'" "$(but /^Title/d)"
bad 1 'missing field `Reference'"'" "$(but /^Reference/d)"
bad 1 'missing field `Next'"'" "$(status_but /^Next/d)"
bad 1 'missing field `Explain'"'" "$(status_but /^Explain/d)"
bad 9 'duplicate Finding `x-y'"'" "$finding

$finding"
bad 7 'duplicate Header `VIA'"'" 'Header: Via
Text: t
Who: w
Reference: RFC 3261

# again
Header: VIA
Text: t'
good 'a name that begins with a digit' "$(but s/x-y/100x-4/)"
good 'a name that begins with a number' "$(but s/x-y/503-no-y/)"
bad 1 'bad name `503-4'"'" "$(but s/x-y/503-4/)"
bad 1 'bad name `503'"'" "$(but s/x-y/503/)"
bad 1 'bad name `X-y'"'" "$(but s/x-y/X-y/)"
bad 1 'bad name `x_y'"'" "$(but s/x-y/x_y/)"
bad 1 'bad name `704'"'" "$(status_but s/404/704/)"
bad 1 'bad name `44'"'" "$(status_but s/404/44/)"
bad 1 'is reserved' "$(but s/x-y/status-404/)"
bad 2 'bad severity `note'"'" "$(but s/error/note/)"
bad 3 'bad certainty `sure'"'" "$(but s/likely/sure/)"
bad 8 'bad sought `yes'"'" "$(with 'Sought: yes')"
bad 3 'bad class `errors'"'" "$(status_but s/error/errors/)"
bad 4 'bad registered `maybe'"'" "$(status_but s/yes/maybe/)"
bad 6 'bad retry `perhaps'"'" "$(status_but 's/^Retry.*/Retry: perhaps/')"
bad 8 'bad ends `all'"'" "$(status_but s/nothing/all/)"
bad 5 'unbalanced @' "$(but 's/^Title.*/Title: a @b@ @c/')"
bad 8 'unbalanced @' "$(with 'Mark: key = user@host')"
bad 2 'unbalanced @' 'Text: t
Say: user@host'
bad 5 'bad placeholder `@B@'"'" "$(but 's/^Title.*/Title: a @B@/')"
bad 5 'bad placeholder `@b c@'"'" "$(but 's/^Title.*/Title: a @b c@/')"
bad 5 'bad placeholder `@?@'"'" "$(but 's/^Title.*/Title: a @?@/')"
bad 8 'want `Mark: key = text'"'" "$(with 'Mark: text')"
bad 8 'bad mark name `Key'"'" "$(with 'Mark: Key = text')"
bad 9 'twice in one stanza' "$(with 'Mark: key = text
Mark: key = other')"
bad 16 'unknown mark `body'"'" "$(printf '%s\nMark: body = x' "$status")"
bad 16 'want `Not-To-Confuse: key: text'"'" \
	"$(printf '%s\nNot-To-Confuse: 403' "$status")"
bad 1 'no finding' "$(status_but 's/404/200/')"
bad 2 'continuation line' "$(printf '\n x')"
bad 8 'want `Key: value'"'" "$(with 'no colon')"
bad 8 'is empty' "$(with 'Remedy:')"
bad 8 'not plain ASCII' "$(with "Remedy: $(printf '\303\274')")"
bad 8 'carriage return' "$(with "$(printf 'Remedy: x\r')")"
bad 1 'cannot begin with `Severity'"'" 'Severity: error'
bad 2 'bad compact form `vv'"'" 'Header: Via
Compact: vv
Text: t'
bad 7 'compact form `v'"'"' is taken' 'Header: Via
Compact: v
Text: t
Who: w

Header: Vie
Compact: v
Text: t'
good 'the keys of the simple tables' 'Event: presence.winfo
Text: t

Timer: 64*T1
Default: 32 s
Text: t

Reason: Q.850
Text: t

Reason: Preemption:2
Text: t

Value: Via:TLS-SCTP
Text: t

Vendor-Code: 199,560xxx,800-825 It'"'"'s busy (n/SL)
Who: w
Where: log
Text: t

Cause: 24
Text: t
From: 433 (practice), BYE, any other'
bad 1 'missing field `Default'"'" 'Timer: B
Text: t'
bad 1 'missing field `Who'"'" 'Vendor-Code: 477
Where: wire
Text: t'
bad 3 'bad where `air'"'" 'Vendor-Code: 477
Who: w
Where: air
Text: t'
bad 2 'bad from `404 405'"'" 'Cause: 1
From: 404 405
Text: t'
bad 1 'bad name `x477'"'" 'Vendor-Code: x477
Who: w'
bad 1 'bad name `477x1'"'" 'Vendor-Code: 477x1
Who: w'
bad 1 'bad name `id'"'" 'Value: id
Text: t'
bad 1 'bad name `Preemption:x'"'" 'Reason: Preemption:x
Text: t'
bad 5 'duplicate Timer `t1'"'" 'Timer: T1
Default: d
Text: t

Timer: t1
Text: t'

# The last line of one file is not the fault of the next one.
printf 'Text: a\n' >"$tmp/1.txt"
printf 'Text: b\nSay: b\n' >"$tmp/2.txt"
got=$(run -v out=ids "$tmp/1.txt" "$tmp/2.txt" 2>&1 >/dev/null)
verdict 'a stanza that ends with its file' "$(case $got in
	"$tmp/1.txt:1: "*) ;; *) echo "got: $got" ;; esac)"

verdict 'the stanzas of the tree' "$(all table 2>&1 >/dev/null || echo failed)"
all names >"$tmp/names"
all templates >"$tmp/templates"
all related >"$tmp/related"

# What a status-<code> can fill in stands in README, and nothing else is used.
verdict 'placeholders of status.txt' "$(
	{ sed -n '/^#placeholders status/,/^#end/p' "$root/data/README" | sed /^#/d
	echo status reason method uri user client server from to call_id
	echo server_name client_name count; } | tr -s ' ' '\n' | sort -u \
		>"$tmp/known"
	grep "^Status$tab" "$tmp/templates" | cut -f2,4 |
	tr "$tab" '@' | awk -F@ '{ for (i = 3; i <= NF; i += 2) {
		sub(/^[?!]/, "", $i); if ($i != "") print $i, $1 } }' | sort -u |
	while read -r p code; do
		grep -qx -- "$p" "$tmp/known" || echo "status $code: @$p@"
	done)"

topics() {
	sed -n 's/^Finding //p; s/^Status //p' "$tmp/names"
	[ ! -d "$facts" ] || cut -f1 "$facts/diagnosis.tsv"
}
topics | sort -u >"$tmp/topics"
missing=$(awk 'NR == FNR { known[$1]; next } !($2 in known) {
	print $1 ": nobody knows " $2 }' "$tmp/topics" "$tmp/related")
if [ -d "$facts" ]; then
	verdict 'Related and Not-To-Confuse' "$missing"
else
	# Findings still to be written are known to the facts alone.
	verdict 'Not-To-Confuse and codes in Related' \
		"$(echo "$missing" | grep ' [0-9]*$')"
fi

# agree NAME SHELL-COMMANDS, only where the facts are
agree() {
	if [ -d "$facts" ]; then
		verdict "$1" "$(eval "$2")"
	else
		n=$((n + 1))
		echo "ok $n - $1 # SKIP no ../shared/facts beside the tree"
	fi
}

# rows FILE: the facts without the head line
rows() { sed 1d "$facts/$1"; }
# have KIND: complain about keys on stdin that have no stanza
have() {
	sed -n "s/^$1 //p" "$tmp/names" >"$tmp/have"
	grep -vxF -f "$tmp/have" | sed "s/^/no stanza $1: /"
}
# field FILE FIRST FIELD: lines `key|value' of the stanzas
field() {
	awk -v first="$2" -v name="$3" '
	function done() { if (key != "") print key "|" value; key = value = "" }
	/^#/ { next }
	/^ / { if (on) value = value $0; next }
	{ i = index($0, ": "); k = substr($0, 1, i - 1); on = k == name
	  if (k == first) { done(); key = substr($0, i + 2) }
	  if (on) value = substr($0, i + 2) }
	END { done() }' "$root/data/$1"
}
# same FILE FIRST FIELD: complain about `key|value' lines of stdin that differ
same() {
	field "$1" "$2" "$3" >"$tmp/field"
	grep -vxF -f "$tmp/field" | sed "s/^/$1: $3 should be /"
}

agree 'a stanza for each code' 'rows responses.tsv | cut -f1 | have Status'
agree 'the name of each code' \
	'rows responses.tsv | cut -f1,2 | tr "$tab" "|" | same status.txt Status Name'
agree 'the class of each code' \
	'rows responses.tsv | cut -f1,12 | tr "$tab" "|" | same status.txt Status Class'
agree 'which codes are registered' \
	'rows responses.tsv | cut -f1,3 | tr "$tab" "|" |
	same status.txt Status Registered'
agree 'what each code ends' \
	'rows responses.tsv | cut -f1,15 | sed "s/-$/nothing/" | tr "$tab" "|" |
	same status.txt Status Ends'
agree 'whether each code may be retried' \
	'rows responses.tsv | cut -f1,11 | tr "$tab" "|" |
	same status.txt Status Retry'
agree 'the headers each code is read by' \
	'sed -n "s/^Header //p" "$tmp/names" >"$tmp/headers"
	for k in Response Request; do
		field status.txt Status Read-$k | tr "|" " " | tr -d , |
		awk "{ for (i = 2; i <= NF; i++) print \$i }" |
		grep -vxF -f "$tmp/headers" | sed "s/^/Read-$k: no header /"
	done'
agree 'a stanza for each warning' 'rows warnings.tsv | cut -f1 | have Warning'
agree 'a stanza for each Q.850 cause' 'rows q850.tsv | cut -f1 | have Cause'
agree 'the name of each Q.850 cause' \
	'rows q850.tsv | cut -f1,2 | tr "$tab" "|" | same q850.txt Cause Name'
agree 'a stanza for each method' 'rows methods.tsv | cut -f1 | have Method'
agree 'a stanza for each header' \
	'rows headers.tsv | cut -f1 | sed "s/ (.*//" | have Header'
agree 'the short form of each header' \
	'rows headers.tsv | cut -f1,2 | sed "s/-$//" | grep -v " (" |
	tr "$tab" "|" | same headers.txt Header Compact'
agree 'a stanza for each option tag' \
	'rows option_tags.tsv | cut -f1 | tr , "\n" | have Option-Tag'
agree 'the response made of each Q.850 cause' \
	'remark="s/500 *(default)/500+/; s/ (.*//; s/+/ (default)/"
	field q850.txt Cause Code | sed "$remark" >"$tmp/codes"
	rows q850.tsv | cut -f1,5 | grep "$tab[1-6]" | sed "$remark" |
	tr "$tab" "|" | grep -vxF -f "$tmp/codes" |
	sed "s/^/q850.txt: Code should be /"'
agree 'what each Q.850 cause is made of' \
	'rows q850.tsv | cut -f1,6 | grep "$tab[1-6]" | sed "s/,/, /g
		s/ (Warning.*//" | tr "$tab" "|" | same q850.txt Cause From'
agree 'a stanza for each event package' \
	'rows event_packages.tsv | cut -f1 | have Event'
# One stanza may speak for two facts whose names differ in case alone.
agree 'a stanza for each timer' \
	'rows timers.tsv | cut -f1 | sed s/stun-/STUN-/ | have Timer'
agree 'a stanza for each Reason protocol' \
	'rows reason_protocols.tsv | cut -f1 | sed s/,unknown.*// | tr , "\n" |
	have Reason'
agree 'a stanza for each cause of these protocols' \
	'rows reason_protocols.tsv | cut -f1,2 | sed "s/ + .*//" |
	grep -x "[A-Z_a-z]*$tab[0-9]*" | tr "$tab" : | have Reason'
# A code and who sends it, as often as the facts have it.
agree 'a stanza for each vendor code' \
	'numbered() { sort | uniq -c | awk "{ n = \$1; \$1 = \"\"
		for (i = 1; i <= n; i++) print i \$0 }"; }
	field vendor-codes.txt Vendor-Code Who | sed "s/^\([^ |]*\)[^|]*|/\1 /" |
		numbered >"$tmp/vendors"
	rows vendor_codes.tsv | cut -f1,3 | grep -v "$tab-$" |
		sed "s,/\([0-9]\),\,\1,g" | tr "$tab" " " | numbered |
		grep -vxF -f "$tmp/vendors" | sed "s/^/no stanza Vendor-Code: /"'
agree 'a stanza for each value of a registry' \
	'rows value_registries.tsv | cut -f1,2 | awk -F"$tab" "{
		r = \$1
		if (!sub(/^(STIR|Digest) algorithm/, \"Digest\", r))
			sub(/ .*/, \"\", r)
		if (\$1 == \"Security mechanism\") r = \"Security-Client\"
		if (\$1 == \"Transport\") r = \"Via\"
		if (\$1 == \"STIR attest\") r = \"attest\"
		n = split(\$2, v, /,/)
		for (i = 1; i <= n; i++)
			if (v[i] != \"...\") print r \":\" v[i] }" | have Value'
agree 'a stanza for each finding' \
	'rows diagnosis.tsv | cut -f1 | have Finding'
# Of bye-481 the fact names the milder of its two cases.
agree 'the severity of each finding' \
	'rows diagnosis.tsv | cut -f1,3 | grep -v ^bye-481 | tr "$tab" "|" |
		sort >"$tmp/severities"
	for f in "$root"/data/findings*.txt; do
		field "${f##*/}" Finding Severity
	done | sort | comm -13 - "$tmp/severities" |
		sed "s/^/Severity should be /"'
agree 'a fact behind each finding' \
	'sed -n "s/^Finding //p" "$tmp/names" | while read -r f; do
		grep -q "^$f$tab" "$facts/diagnosis.tsv" || echo "$f"
	done'
echo "1..$n"
