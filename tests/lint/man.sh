#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The options in man/sipexplain.1 and in `sipexplain --help' are the same set.
# In the page an option is in the line after .TP in the section OPTIONS; in the
# help it begins a line and ends at two spaces.
page=${srcdir:-.}/man/sipexplain.1

# options: the option names in the text on standard input, one a line
options() {
	tr -c 'a-zA-Z0-9-' '\n' | grep -E '^(-[a-zA-Z]|--[a-z][a-z0-9-]*)$' | sort -u
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
)
if [ -z "$out" ]; then
	echo 'ok 1 - man'
else
	echo 'not ok 1 - man'
	echo "$out" | sed 's/^/# /'
fi
echo 1..1
