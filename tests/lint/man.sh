#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The options in man/sipexplain.1 and in `sipexplain --help' are the same set,
# the made pages have an entry for each finding and code and none besides,
# mandoc has nothing to say about any page, and the program takes the examples.
# In sipexplain.1 an option is in the line after .TP in the section OPTIONS; in
# the help it begins a line and ends at two spaces.
src=${srcdir:-.}
page=$src/man/sipexplain.1

# options: the option names in the text on standard input, one a line
options() {
	tr -c 'a-zA-Z0-9-' '\n' | grep -E '^(-[a-zA-Z]|--[a-z][a-z0-9-]*)$' | sort -u
}
# same_set PAGE WANT HAVE: the two lists, one a line
same_set() {
	[ -n "$2" ] || echo "$1: nothing to look for"
	for w in $2; do
		echo "$3" | grep -qx -- "$w" || echo "$1 has no $w"
	done
	for w in $3; do
		echo "$2" | grep -qx -- "$w" || echo "$1 has $w, data/ has not"
	done
}
# entries PAGE: the first words of its .SS lines
entries() {
	sed -n 's/\\-/-/g; s/^\.SS \([^ ]*\).*/\1/p' "$1" 2>/dev/null | sort
}
keys() { # KIND FILE...
	kind=$1
	shift
	sed -n "s/^$kind: //p" "$@" 2>/dev/null | sort
}

in_page=$(awk '
	/^\.SH/ { inside = /OPTIONS/ }
	inside && wanted { print }
	{ wanted = /^\.(TP|TQ)/ }' "$page" |
	sed 's/\\f[BIRP]//g; s/\\-/-/g; s/^\.[A-Z]* //' | options)
in_help=$(./sipexplain --help | sed -n '/^ *-/{ s/^ *//; s/   *.*//; p; }' |
	options)
out=$(
	[ -n "$in_page" ] || echo "$page documents no option"
	[ -n "$in_help" ] || echo 'sipexplain --help names no option'
	for o in $in_page; do
		echo "$in_help" | grep -qx -- "$o" || echo "$o is not in --help"
	done
	for o in $in_help; do
		echo "$in_page" | grep -qx -- "$o" || echo "$o is not in $page"
	done
	same_set man/sipexplain-findings.7 \
		"$(keys Finding "$src"/data/findings*.txt)" \
		"$(entries man/sipexplain-findings.7)"
	same_set man/sipexplain-codes.7 \
		"$(keys Status "$src"/data/status.txt | grep -v x)" \
		"$(entries man/sipexplain-codes.7)"
	grep -nE '@[?!]?[a-z][a-z0-9_]*@' man/sipexplain-*.7 |
		sed 's/^/not filled in: /'
)
if [ -z "$out" ]; then
	echo 'ok 1 - man'
else
	echo 'not ok 1 - man'
	echo "$out" | sed 's/^/# /'
fi

# lint PAGE...: what mandoc says, and lines that a terminal of 80 cannot show
lint() {
	mandoc -Tlint "$@"
	for p; do
		mandoc -Tascii -O width=80 "$p" | sed "s/.$(printf '\b')//g" |
			grep -E '.{81}' | sed "s,^,$p: too wide: ,"
	done
}
if command -v mandoc >/dev/null 2>&1; then
	out=$(lint "$src"/man/*.[1-9] man/sipexplain-findings.7 \
		man/sipexplain-codes.7 2>&1)
	if [ -z "$out" ]; then
		echo 'ok 2 - mandoc'
	else
		echo 'not ok 2 - mandoc'
		echo "$out" | sed 's/^/# /'
	fi
else
	echo 'ok 2 - mandoc # SKIP mandoc is not installed'
fi
# The examples of a site's own knowledge are what the program takes.
if [ -e "$src/man/sipexplain-data.5" ]; then
	examples=$(mktemp) || exit 99
	trap 'rm -f "$examples"' EXIT
	awk '/^\.\\" knowledge/ { on = 1; next }
		on && /^\.RS/ { inside = 1; next }
		on && /^\.RE/ { inside = on = 0; print "" }
		inside { gsub(/\\-/, "-"); print }' \
		"$src/man/sipexplain-data.5" >"$examples"
	out=$(./sipexplain --check-knowledge "$examples" 2>&1)
	case $out in
	*'no mistake; stanzas: 4, remedies: 5') echo 'ok 3 - examples' ;;
	*) echo "not ok 3 - examples"; echo "# $out" ;;
	esac
else
	echo 'ok 3 - examples # SKIP no page of the form of data'
fi
echo 1..3
