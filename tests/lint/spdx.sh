#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Every source file says its licence in its first three lines.
cd "${srcdir:-.}" || exit 99
want='SPDX-License-Identifier: BSD-2-Clause'
files=$(
	find src dissect data tests captures man m4 -type f \( -name '*.[ch]' \
		-o -name '*.sh' -o -name '*.awk' -o -name '*.am' -o -name '*.m4' \
		-o -name '*.py' -o -name '*.pl' -o -name '*.[1-8]' \) \
		! -name finding_ids.h ! -name '*_table.c' \
		! -name 'sipexplain-codes.7' ! -name 'sipexplain-findings.7'
	ls Makefile.am configure.ac bootstrap .ci/run
)
out=$(for f in $files; do
	sed 3q "$f" | grep -q "$want" || echo "$f: no $want"
done)
if [ -z "$out" ]; then
	echo 'ok 1 - spdx'
else
	echo 'not ok 1 - spdx'
	echo "$out" | sed 's/^/# /'
fi
echo 1..1
