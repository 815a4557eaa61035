#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Write into each stanza of data/lang/LL/*.txt the sum of the English it was made
# from (`Of: HASH').  Run by `make lang-stamp', once a language is read through:
# from then on tests/lint/lang.sh lists what has become stale.
#   lang_stamp.sh DATA-FOLDER [LL...], where data/catalog_words.tsv is
dir=$1
shift
[ $# -gt 0 ] || set -- $(cd "$dir/lang" && ls)
for ll; do
	for f in "$dir/lang/$ll"/*.txt; do
		case $f in */glossary.txt) continue ;; esac
		LC_ALL=C ${AWK:-awk} -v out=stamp -f "$dir/catalog_lang.awk" \
			data/catalog_words.tsv "$f" >"$f-t" &&
		{ cmp -s "$f-t" "$f" || cp "$f-t" "$f"; } && rm -f "$f-t" ||
			exit 1
	done
done
