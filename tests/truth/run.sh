#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Captures made by others: the number of messages, of each method and of each
# code must be what tshark read (truth/*.tsv beside the captures), on whatever
# transport and without what ICMP quotes.  Files in known.tsv differ for the reason
# given there, and by exactly what is given there.
shared=${SIPEXPLAIN_SHARED:-${srcdir:-.}/../shared}
known=${srcdir:-.}/tests/truth/known.tsv
prog=./sipexplain
n=0

if [ ! -d "$shared/captures/truth" ]; then
	echo "1..0 # SKIP no captures of others in $shared/captures"
	exit 0
fi

# counts of the truth: `NAME COUNT' sorted; NAME is a method or a code
truth() {
	awk -F'\t' 'FNR > 1 && $14 !~ /icmp-quoted/ && $6 !~ /^\(hep type/ {
		c[$6 == "" ? "(damaged)" : $6]++ }
		END { for (k in c) print k, c[k] }' "$1" | LC_ALL=C sort
}

# the same from our summary
ours() {
	grep '"type":"summary"' | tail -1 |
	sed 's/.*"codes":{\([^}]*\)},"methods":{\([^}]*\)}.*/\1,\2/' |
	tr ',' '\n' | sed 's/"//g; /^$/d; s/:\([0-9]*\)$/ \1/' | LC_ALL=C sort
}

while IFS='	' read -r path rest; do
	case $path in path|'#'*|'') continue ;; esac
	t=$shared/captures/truth/$(echo "$path" | sed 's,/,__,g').tsv
	[ -f "$t" ] || continue
	n=$((n + 1))
	line=$(awk -F'\t' -v p="$path" '$1 == p { print $2 "\t" $3 }' "$known")
	what=${line%%	*}
	if [ "$what" = later ]; then
		echo "ok $n - $path # SKIP ${line#*	}"
		continue
	fi
	want=$(truth "$t")
	[ -z "$line" ] || want=$(printf '%s' "$what" | tr ';' '\n')
	got=$("$prog" -f json --user root "$shared/captures/$path" 2>"truth.err" |
		ours)
	if [ "$want" = "$got" ]; then
		echo "ok $n - $path${line:+ (known: ${line#*	})}"
	else
		echo "not ok $n - $path"
		printf 'tshark:\n%s\nours:\n%s\n' "$want" "$got" | sed 's/^/# /'
		sed 's/^/# /' truth.err
	fi
done < "$shared/captures/MANIFEST.tsv"
rm -f truth.err
echo "1..$n"
