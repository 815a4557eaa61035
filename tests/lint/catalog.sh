#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Every finding has a rule unless it says `Sought: no', every rule has a finding
# and is registered.  Rules named status_*.c fill in status-<code> and have no
# stanza of their own.
cd "${srcdir:-.}" || exit 99
ids=$(sed -n 's/^Finding:[ 	]*//p' data/findings*.txt | sort)
unsought=$(awk '/^Finding:/ { id = $2 } /^Sought:/ { print id }' \
	data/findings*.txt)
rules=$(find src/diagnose/rules -name '*.c' ! -name 'status_*.c' |
	sed 's,.*/,,; s,\.c$,,; s,_,-,g' | sort)
out=$(
	[ -n "$ids" ] || echo 'data/findings*.txt have no finding'
	for i in $ids; do
		f=src/diagnose/rules/$(echo "$i" | tr - _).c
		if echo "$unsought" | grep -qx -- "$i"; then
			[ ! -e "$f" ] || echo "finding $i has a rule: no Sought"
		elif [ ! -e "$f" ]; then
			echo "finding $i has no rule: $f"
		fi
	done
	for r in $rules; do
		echo "$ids" | grep -qx -- "$r" && continue
		# A further rule of a finding: its name, and a word more.
		f=src/diagnose/rules/$(echo "$r" | tr - _).c
		i=$(echo "${r%-*}" | tr a-z- A-Z_)
		echo "$ids" | grep -qx -- "${r%-*}" &&
			grep -q "\.id = FINDING_$i," "$f" ||
			echo "rule $r has no stanza in data/findings*.txt"
	done
	for f in src/diagnose/rules/*.c; do
		b=$(basename "$f")
		grep -q "/rules/$b\([ 	\\]\|\$\)" src/diagnose/local.am ||
			echo "$f is not registered in src/diagnose/local.am"
		n=${b%.c}
		grep -q "^const struct rule rule_$n = " "$f" ||
			echo "$f does not define const struct rule rule_$n"
	done
	echo "$ids" | uniq -d | sed 's/.*/finding & stands twice/'
	# Every sentence of data/ui.txt is said somewhere.
	for t in $(sed -n 's/^Text:[ 	]*//p' data/ui.txt); do
		c=TEXT_$(echo "$t" | tr a-z- A-Z_)
		grep -rqw "$c" src || echo "nobody says $t of data/ui.txt"
	done
)
if [ -z "$out" ]; then
	echo 'ok 1 - catalog'
else
	echo 'not ok 1 - catalog'
	echo "$out" | sed 's/^/# /'
fi
echo 1..1
