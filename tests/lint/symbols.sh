#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Exported names begin with the name of their file; no writable variables.
# Run in the build directory.
skip() { echo "1..0 # SKIP $1"; exit 0; }
src=${srcdir:-.}
command -v objdump >/dev/null 2>&1 || skip 'objdump is not installed (binutils)'
lib=libsipexplain.a
objdump -t $lib 2>/dev/null | grep -q 'file format elf' ||
	skip "objdump cannot read $lib as ELF"

# The one flag that a signal handler sets, by its declaration.
flags=$(cat "$src/src/main.c" "$src/src/signal.c" 2>/dev/null |
	sed -n 's/^.*volatile sig_atomic_t  *\([a-z_0-9]*\).*$/\1/p')
out=$(for o in $lib src/main.o src/sipexplain-main.o; do
	[ ! -e $o ] || objdump -t $o
done | ${AWK:-awk} -v flag="$(echo "$flags" | head -n 1)" \
	-f "${LINT_DIR:-$src/tests/lint}/symbols.awk" 2>&1)
[ "$(echo "$flags" | wc -w)" -le 1 ] ||
	out="$out more than one volatile sig_atomic_t: $flags"
if [ -z "$out" ]; then
	echo 'ok 1 - symbols'
else
	echo 'not ok 1 - symbols'
	echo "$out" | sed 's/^/# /'
fi
echo 1..1
