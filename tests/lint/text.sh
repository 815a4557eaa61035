#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Stanza files are UTF-8 (English: ASCII), have no carriage returns and no
# unfinished words.
cd "${srcdir:-.}" || exit 99
files=$(find data -name '*.txt' | sort)
out=$(
	[ -n "$files" ] || echo 'data/ has no stanza files'
	for f in $files; do
		iconv -f UTF-8 -t UTF-8 "$f" >/dev/null 2>&1 || echo "$f: not UTF-8"
		case $f in
		data/lang/*) ;;
		*) LC_ALL=C grep -n '[^ -~	]' "$f" | sed "s,^,$f: not ASCII: ," ;;
		esac
		LC_ALL=C grep -n "$(printf '\r')" "$f" | sed "s,^,$f: CR: ,"
		grep -nwE 'TODO|FIXME|TBD|XXX' "$f" | sed "s,^,$f: unfinished: ,"
	done
)
if [ -z "$out" ]; then
	echo 'ok 1 - text'
else
	echo 'not ok 1 - text'
	echo "$out" | sed 's/^/# /'
fi
echo 1..1
