#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# No function, file or line beyond the hard limits.
cd "${srcdir:-.}" || exit 99
files=$(find src dissect data -name '*.[ch]' ! -name finding_ids.h \
	! -name '*_table.c' | sort)
out=$(LC_ALL=C ${AWK:-awk} -f "${LINT_DIR:-tests/lint}/size.awk" $files 2>&1)
if [ -z "$out" ] && [ -n "$files" ]; then
	echo 'ok 1 - size'
else
	echo 'not ok 1 - size'
	echo "$out" | sed 's/^/# /'
fi
echo 1..1
