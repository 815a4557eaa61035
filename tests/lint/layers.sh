#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Lower rooms never know upper rooms; third-party headers stay behind walls.
cd "${srcdir:-.}" || exit 99
files=$(find src dissect data -name '*.[ch]' ! -name '.*' \
	! -name finding_ids.h ! -name '*_table.c' | sort)
out=$(${AWK:-awk} -f "${LINT_DIR:-tests/lint}/layers.awk" tests/layers.map $files 2>&1)
rc=$?
if [ -z "$out" ] && [ $rc -eq 0 ] && [ -n "$files" ]; then
	echo 'ok 1 - layers'
else
	echo 'not ok 1 - layers'
	echo "$out" | sed 's/^/# /'
fi
echo 1..1
