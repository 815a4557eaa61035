#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A bad stanza of stacks.txt, phrases.txt and scanners.txt stops the build; and,
# where the table of facts lies beside the tree, each of its rows has a stanza
# that says what the row says.
root=$(cd "${srcdir:-.}" && pwd) || exit 99
facts=${SIPEXPLAIN_SHARED:-$root/../shared}/facts
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
n=0
tab=$(printf '\t')

run() {
	LC_ALL=C ${AWK:-awk} -f "$root/data/catalog.awk" \
		-f "$root/data/catalog_stack.awk" "$@"
}
all() {
	run -v out="$1" "$root"/data/stacks.txt "$root"/data/phrases.txt \
		"$root"/data/scanners.txt
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

# bad LINE REASON TEXT: the text is refused, at that line, with that reason
bad() {
	printf '%s\n' "$3" >"$tmp/s.txt"
	if got=$(run -v out=stacks "$tmp/s.txt" 2>&1 >/dev/null); then
		verdict "$2" "taken: $got"
	elif [ "${got#"$tmp/s.txt:$1: "}" = "$got" ]; then
		verdict "$2" "not at line $1: $got"
	elif ! echo "$got" | grep -qF -- "$2"; then
		verdict "$2" "another reason: $got"
	else
		verdict "$2" ''
	fi
}

stack='Stack: a
Name: A
Text: t
Sign: Server: A/
Example: Server: A/1
Advice: 404, reg-404: do it'
phrase="$stack

Phrase: no
Place: reason-phrase
By: a
Text: t
Hint: h"
scanner='Scanner: s
Name: S
Level: attack
Text: t
Hint: h
Sign: User-Agent: s
Example: User-Agent: s'
printf '%s\n\n%s\n' "$phrase" "$scanner" >"$tmp/s.txt"
verdict 'good stanzas' "$(run -v out=stacks "$tmp/s.txt" 2>&1 >/dev/null ||
	echo 'exit status not 0')"
bad 1 'bad name `A_'"'" "$(echo "$stack" | sed 's/^Stack: a/Stack: A_/')"
bad 4 'unknown clue `Via'"'" "$(echo "$stack" | sed 's/^Sign: Server/Sign: Via/')"
bad 5 'is no clue of its Sign' \
	"$(echo "$stack" | sed 's/^Example: Server/Example: From/')"
bad 1 'want an Example for each Sign' "$(echo "$stack" | sed /^Example/d)"
bad 6 'want `Advice: key: text'"'" \
	"$(echo "$stack" | sed 's/^Advice.*/Advice: do it/')"
bad 6 'bad topic `Reg'"'" "$(echo "$stack" | sed 's/reg-404/Reg/')"
bad 6 'conditions are for codes' \
	"$(echo "$stack" | sed 's/do it/@?register@ do it/')"
bad 6 'unbalanced @' "$(echo "$stack" | sed 's/do it/user@host/')"
bad 4 'no stack `b'"'" "$(echo "$stack" | sed 's/^Sign/Of: b\nSign/')"
bad 4 'itself' "$(echo "$stack" | sed 's/^Sign/Like: a\nSign/')"
bad 9 'unknown place `via'"'" "$(echo "$phrase" | sed 's/reason-phrase/via/')"
bad 10 'no stack `c'"'" "$(echo "$phrase" | sed 's/^By: a/By: c/')"
bad 11 'bad code `44'"'" "$(echo "$phrase" | sed 's/^Text: t$/Codes: 44\nText: t/
	3s/.*/Text: t/')"
bad 3 'bad level `x'"'" "$(echo "$scanner" | sed 's/attack/x/')"

verdict 'the stanzas of the tree' "$(all stacks 2>&1 >/dev/null || echo failed)"
all signs >"$tmp/signs"
all advice >"$tmp/advice"
all phrases >"$tmp/phrases"

# Conditions are flags that status-<code> has; nothing else is filled in.
verdict 'placeholders of advice' "$(
	sed -n '/^#placeholders status/,/^#end/p' "$root/data/README" |
	sed /^#/d | tr -s ' ' '\n' | sort -u >"$tmp/known"
	cut -f1,3 "$tmp/advice" | sed 's/@@//g' | awk -F@ '{
		for (i = 2; i <= NF; i += 2) {
			sub(/^[?!]/, "", $i); print $i, $1 } }' | sort -u |
	while read -r p who; do
		grep -qx -- "$p" "$tmp/known" || echo "$who: @$p@"
	done)"

# agree NAME SHELL-COMMANDS, only where the facts are
agree() {
	if [ -d "$facts" ]; then
		verdict "$1" "$(eval "$2")"
	else
		n=$((n + 1))
		echo "ok $n - $1 # SKIP no ../shared/facts beside the tree"
	fi
}
rows() { sed 1d "$facts/$1"; }

# examples KIND: `Server: value' lines of that kind, with the names of the facts
examples() {
	sed -n "s/^$1$tab[^$tab]*$tab[^$tab]*$tab//p" "$tmp/signs"
}
# fitting FIELDS PATTERN FLAGS: examples on stdin of one of these headers
fitting() {
	for h in $(echo "$1" | tr ', ' '\n\n' | sed 's/^o=$/SDP-Origin/
		s/^s=$/SDP-Session/'); do
		sed -n "s/^$h: //p" "$tmp/examples" | grep -E $3 -e "$2" |
			sed "s/^/$h: /"
	done
}
# Signs that no row tells, and where they were seen.
beyond_the_facts() {
	# logs that users of the trunks published
	echo 'User-Agent: Twilio Gateway'
	# logs of calls by way of such an SBC; FreeSWITCH looks for it as well
	echo 'SDP-Origin: Sonus_UAC 530375 497752 IN IP4 192.0.2.1'
	# Nmap's own table of probes
	echo 'From: <sip:nm@nm>;tag=root'
}
# both WAYS: rows `FIELDS PATTERN' on stdin against $tmp/examples
both_ways() {
	: >"$tmp/seen"
	while IFS=$tab read -r fields regex flags; do
		fitting "$fields" "$regex" "$flags" >"$tmp/fit"
		cat "$tmp/fit" >>"$tmp/seen"
		[ -s "$tmp/fit" ] || echo "no example of $fields: $regex"
	done
	beyond_the_facts >>"$tmp/seen"
	grep -v '^Tag: ' "$tmp/examples" | # the facts have no tags
		grep -vxF -f "$tmp/seen" |
		sed 's/^/no row of the facts fits /'
}
agree 'each signature has a sign, each sign a signature' \
	'examples Stack >"$tmp/examples"
	rows signatures.tsv | cut -f2,3 | both_ways'
agree 'each scanner has a sign, each sign a scanner' \
	'examples Scanner >"$tmp/examples"
	rows scanners.tsv | awk -F"$tab" -v OFS="$tab" "{
		print \$2, \$1, \$1 ~ /SIPp/ ? \"\" : \"-i\" }" | both_ways'

# Each row of stacks.tsv: the stack is there, it has advice for the codes of the
# row, and every setting the row names is named.
stack_rows() {
	rows stacks.tsv | cut -f1,2,5 >"$tmp/rows"
	LC_ALL=C ${AWK:-awk} -F"$tab" '
	function words(s,   w) {
		while (match(s, /[A-Za-z$][A-Za-z0-9]*([_-][A-Za-z0-9]+)+|[a-z_]+=/)) {
			w = substr(s, RSTART, RLENGTH)
			s = substr(s, RSTART + RLENGTH)
			sub(/=$/, "", w)
			if (w != "R-URI" && # a word, no setting
			    !index(tolower(said[$1]), tolower(w)))
				print $1 " " $2 ": no word of `" w "\047"
		}
	}
	FILENAME ~ /advice$/ {
		said[$1] = said[$1] " " $3
		topics[$1] = topics[$1] " " $2
		next
	}
	!($1 in said) { print "no advice for " $1; next }
	{
		n = split($2, code, /[^0-9]+/)
		for (i = 1; i <= n; i++)
			if (code[i] ~ /^[1-6][0-9][0-9]$/ || length(code[i]) == 5)
				if (!index(topics[$1], code[i]) &&
				    !index(said[$1], code[i]))
					print $1 ": no topic " code[i]
		words($3)
	}' "$tmp/advice" "$tmp/rows"
}
agree 'each row of stacks.tsv has its advice' stack_rows
agree 'topics are codes or findings' \
	'cut -f2 "$tmp/advice" | sed "s/^client-//" | sort -u |
	grep -vE "^([0-9]+|[1-6]xx)$" |
	while read -r t; do
		grep -q "^$t$tab" "$facts/diagnosis.tsv" || echo "$t"
	done'

phrase_rows() {
	sed -n 's/^Stack: //p; s/^Name: //p' "$root/data/stacks.txt" |
		paste - - >"$tmp/names"
	rows phrases.tsv | cut -f1-4 >"$tmp/rows"
	LC_ALL=C ${AWK:-awk} -F"$tab" '
	function has(list, what) {
		return index(", " list ",", ", " what ",")
	}
	FILENAME ~ /names$/ { key[$2] = $1; next }
	FILENAME ~ /phrases$/ {
		place[$1] = $2; by[$1] = $3; codes[$1] = $4; next
	}
	{
		text = $4
		where = $2
		sub(/ text$/, "", where)
		sub(/ of NOTIFY$/, "", where)
		if (where ~ /prefix/)
			text = text " ...)"
		if (where ~ /regex/)
			text = "Telnyx D code"
		sub(/ \(.*/, "", where)
		sub(/^reason phrase/, "reason-phrase", where)
		if (where == "Reason" || where == "Warning")
			where = tolower(where)
		if (!(text in by))
			print "no phrase `" text "\047"
		else if (!has(place[text], where))
			print text ": not in " where
		else if (!has(by[text], $1 == "any" ? "any" : key[$1]))
			print text ": not by " $1
		else if ($3 != "-" && where != "reason" && !has(codes[text], $3))
			print text ": not with " $3
	}' "$tmp/names" "$tmp/phrases" "$tmp/rows"
}
agree 'each row of phrases.tsv has its stanza' phrase_rows
echo "1..$n"
