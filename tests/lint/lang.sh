#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The translations: what is wrong, missing, stale or against the glossary of a
# language is listed.  As long as catalog_lang_draft in data/local.am says `yes'
# that is no failure; what is stale never is.  And: a bad stanza stops the build with file, line and
# reason.
root=$(cd "${srcdir:-.}" && pwd) || exit 99
tmp=$(mktemp -d) || exit 99
trap 'rm -rf "$tmp"' EXIT
n=0
languages='vi ja es id ru'
draft=${LANG_DRAFT:-$(sed -n 's/^catalog_lang_draft = //p' \
	"$root/data/local.am")}

catalog() {
	LC_ALL=C ${AWK:-awk} -f "$root/data/catalog.awk" \
		-f "$root/data/catalog_stack.awk" "$@"
}
# lang OUT FILE...: against the words in $words
lang() {
	out=$1
	shift
	LC_ALL=C ${AWK:-awk} -v out="$out" -v ll=xx -v draft="$mode" \
		-f "$root/data/catalog_lang.awk" "$words" "$@"
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

# --- the generator ---
cat >"$tmp/english.txt" <<'EOT'
Finding: x-y
Severity: error
Certainty: likely
Name: n
Title: a @b@ and `c'
Title: d
Explain: e
Mark: key = t
Reference: RFC 3261 1

Text: t
Say: @?b@ says @c@ and @c@

Status: 200
Name: OK
Class: success
Registered: yes
Methods: any
Retry: no
Acts: none
Ends: nothing
Meaning: m
When: w
Read: r
Next: n
Example: a@b
By-Method: INVITE, BYE: text
Reference: RFC 3261 1

Stack: a
Name: A
Text: t
Advice: 404, 4xx: @?register@ do it
Advice: 404: do that
EOT
words=$tmp/words.tsv
catalog -v out=words "$tmp/english.txt" >"$words" 2>"$tmp/err"
verdict 'the words of a catalog' "$(cat "$tmp/err")"
mode=no
finding='Finding: x-y
Name: N
Title: A @b@ `c'"'"'
Title: D
Explain: E
Mark: key = T'

good() { # NAME TEXT WANTED-WORD
	printf '%s\n' "$2" >"$tmp/s.txt"
	verdict "$1" "$(lang table "$tmp/s.txt" 2>&1 >"$tmp/s.c" || echo failed
		grep -qF -- "$3" "$tmp/s.c" || echo "no $3")"
}
bad() { # LINE REASON TEXT: refused there, for that reason
	printf '%s\n' "$3" >"$tmp/s.txt"
	if got=$(lang table "$tmp/s.txt" 2>&1 >/dev/null); then
		verdict "$2" "taken: $got"
	elif [ "${got#"$tmp/s.txt:$1: "}" = "$got" ]; then
		verdict "$2" "not at line $1: $got"
	elif ! echo "$got" | grep -qF -- "$2"; then
		verdict "$2" "another reason: $got"
	else
		verdict "$2" ''
	fi
}
but() { echo "$finding" | sed "$1"; }

good 'a good translation' "$finding" '"A @b@ `c'"'"'"'
good 'fields may be missing' "$(but '/^Title/d')" '"E"'
good 'words of several bytes' "$(but 's/: E/: \xe3\x81\x82/')" \
	"$(printf '\343\201\202')"
good 'a hash, comments, continuation lines' '# one
Text: t
Of: 0123abcd
Say: @?b@
 @c@' '"@?b@ @c@"'
good 'an @ that is no placeholder' 'Status: 200
Meaning: M
Example: x@y' '"x@y"'
bad 1 'no English stanza Finding x-z' "$(but 's/x-y/x-z/')"
bad 1 'cannot begin with `Method'"'" 'Method: INVITE
Text: t'
bad 1 'cannot begin with `Name'"'" 'Name: x'
bad 2 'unknown field `Severity'"'" "$(but 's/^Name.*/Severity: error/')"
bad 3 'field `Title'"'"' comes 1 times, in English 2' "$(but 4d)"
bad 2 'field `Name'"'"' comes 2 times, in English 1' "$(but '2p')"
bad 6 'should be `Mark: key = ' "$(but 's/key/schluessel/')"
bad 6 'should be `Mark: key = ' "$(but 's/key = //')"
bad 2 'should be `By-Method: INVITE, BYE: ' 'Status: 200
By-Method: INVITE: x'
stack='Stack: a
Advice: 404, 4xx: @?register@ D
Advice: 404: E'
good 'the advice of a stack' "$stack" '"@?register@ D"'
bad 2 'should be `Advice: 404, 4xx: ' "$(echo "$stack" | sed s/,.4xx//)"
bad 2 'placeholders none instead of @?register@' \
	"$(echo "$stack" | sed s/@.*@//)"
bad 3 'placeholders none instead of @b@' "$(but 's/@b@//')"
bad 3 'placeholders @b@ @c@ instead of @b@' "$(but 's/@b@/@b@ @c@/')"
bad 3 'unbalanced @' "$(but 's/@b@/@b/')"
bad 2 'placeholders @c@ instead of @?b@ @c@' 'Text: t
Say: @c@'
bad 2 'placeholders @b@ @c@ instead of @?b@ @c@' 'Text: t
Say: @b@ @c@'
bad 3 'not as many `...'"'" "$(but 's/`c./c/')"
bad 2 'is empty' "$(but 's/^Name.*/Name:/')"
bad 6 'should be `Mark: key = ' "$(but 's/= T/= /')"
bad 8 'stands twice' "$finding

$finding"
bad 2 'not UTF-8' "$(printf 'Text: t\nSay: @?b@ @c@ \343\201')"
bad 2 'not UTF-8' "$(printf 'Text: t\nSay: @?b@ @c@ \300\257')"
bad 2 'not UTF-8' "$(printf 'Text: t\nSay: @?b@ @c@ \355\240\200')"
bad 2 'not UTF-8' "$(printf 'Text: t\nSay: @?b@ @c@ \342\200\213')"
bad 2 'a control character' "$(printf 'Text: t\nSay: @?b@ @c@\r')"
bad 2 'want `Key: value'"'" 'Text: t
Say @c@'
bad 1 'missing field `Say'"'" 'Term: proxy
Never: x'

printf '%s\n' "$(but 4d)" '' 'Text: t' 'Say: @?b@ @c@' >"$tmp/s.txt"
mode=yes
verdict 'a draft leaves out what is wrong' "$(
	lang table "$tmp/s.txt" 2>/dev/null >"$tmp/s.c" || echo failed
	grep -q '@?b@ @c@' "$tmp/s.c" || echo 'what is right is gone, too'
	! grep -q '"E"' "$tmp/s.c" || echo 'what is wrong is taken')"

# check NAME PATTERN TEXT: named by out=check
check() {
	printf '%s\n' "$3" >"$tmp/s.txt"
	lang check "$tmp/s.txt" >"$tmp/out" 2>&1
	verdict "$1" "$(grep -q -- "$2" "$tmp/out" || cat "$tmp/out")"
}
check 'a fault is named' '^fault: .*s.txt:3: field .Title' "$(but 4d)"
check 'a stanza that is missing' '^missing: Text t Say' "$finding"
check 'a field that is missing' '^missing: Finding x-y Explain' \
	"$(but /^Explain/d)"
check 'examples may be missing' '^count: Status 0 of 5' "$finding"
check 'English that has changed' '^stale: .*s.txt: Text t' 'Text: t
Of: 00000001
Say: @?b@ @c@'
check 'a word that is not ours' '^never: .*s.txt:6: `Buh' 'Term: registrar
Say: R
Never: foo, Buh

Text: t
Say: @?b@ @c@ ein buh'
printf 'Text: t\nSay: @?b@ @c@\n' >"$tmp/s.txt"
lang stamp "$tmp/s.txt" >"$tmp/1.txt"
lang stamp "$tmp/1.txt" >"$tmp/2.txt"
verdict 'a stamp is written once' "$(cmp "$tmp/1.txt" "$tmp/2.txt" 2>&1
	[ "$(grep -c '^Of: [0-9a-f]*$' "$tmp/1.txt")" = 1 ] || cat "$tmp/1.txt"
	lang check "$tmp/1.txt" | grep ^stale)"

# --- the languages ---
files=$(sed -n '/^catalog\(_stack\)*_in =/,/[^\\]$/p' "$root/data/local.am" |
	tr ' \t' '\n\n' | sed -n "s,^\$(srcdir)/%D%/,$root/data/,p")
catalog -v out=words $files >"$words" 2>"$tmp/err"
verdict 'the words of the tree' "$(cat "$tmp/err")"
mode=yes
for ll in $languages; do
	set -- "$root/data/lang/$ll"/*.txt
	[ -e "$1" ] || set --
	lang check "$@" | sed "s,$root/,," | sort >"$tmp/out"
	n=$((n + 1))
	result=ok
	[ "$draft" = yes ] ||
		! grep -qE '^(missing|fault|never):' "$tmp/out" || result='not ok'
	echo "$result $n - $ll"
	sed -n 's/^count:/#/p' "$tmp/out"
	for what in missing fault stale never; do
		grep "^$what:" "$tmp/out" >"$tmp/what"
		[ ! -s "$tmp/what" ] || {
			echo "# $what: $(wc -l <"$tmp/what")"
			# more with LANG_LINES=1000
			sed "s,^,#   ,; ${LANG_LINES:-6}q" \
				"$tmp/what"
		}
	done
done
echo "1..$n"
