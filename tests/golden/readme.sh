#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The findings column of captures/README.md is what the program finds, as
# recorded in NAME-json.out.  UPDATE=1 rewrites the column.
src=${srcdir:-.}
page=$src/captures/README.md
n=0

# found FILE: `id (severity)' of its findings, as the column wants them
found() {
	sed -n 's/.*"type":"finding","id":"\([^"]*\)","severity":"\([^"]*\)".*/\1 (\2)/p' \
		"$1" | LC_ALL=C sort -u | awk '{ printf "%s%s", (NR > 1 ? ", " : ""), $0 }
			END { if (!NR) printf "none" }'
}

while IFS= read -r line; do
	case $line in '| '*.pcap*) ;; *) continue ;; esac
	name=$(echo "$line" | sed 's/^| \([^ ]*\)\.pcap.*/\1/')
	says=$(echo "$line" | awk -F' [|] ' '{ print $3 }')
	n=$((n + 1))
	if [ ! -e "$src/tests/golden/$name-json.out" ]; then
		echo "not ok $n - $name has no JSON case"
		continue
	fi
	is=$(found "$src/tests/golden/$name-json.out")
	if [ -n "${UPDATE-}" ] && [ -n "$is" ] && [ "$says" != "$is" ]; then
		awk -v row="| $name.pcap" -v is="$is" -F' [|] ' \
			'index($0, row " ") == 1 { $3 = is; OFS = " | "; $1 = $1 } { print }' \
			"$page" >"$page.new" && mv "$page.new" "$page"
		says=$is
	fi
	if [ -n "$is" ] && [ "$says" = "$is" ]; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name: README says $says, the program $is"
	fi
done <<ROWS
$(cat "$page")
ROWS
for f in "$src"/captures/*.pcap*; do
	grep -q "^| ${f##*/} " "$page" || {
		n=$((n + 1))
		echo "not ok $n - ${f##*/} is not in captures/README.md"
	}
done
echo "1..$n"
