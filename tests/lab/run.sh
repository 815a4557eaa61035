#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# run.sh [NAME...]: record captures/NAME.pcap again, or all of them, a few at
# a time.  Needs root.  LAB_OUT names another directory, LAB_JOBS the number of
# recordings at once.
cd "$(dirname "$0")" || exit 1
[ "$(id -u)" = 0 ] || {
	echo "run.sh: needs root: it makes network namespaces" >&2
	exit 1
}
if [ $# -eq 0 ]; then
	for script in *.sh; do
		case $script in
		run.sh | common.sh | big-offer.sh | phones.sh | stir.sh) ;;
		*) set -- "$@" "${script%.sh}" ;;
		esac
	done
fi
for name; do
	[ -r "$name.sh" ] || {
		echo "run.sh: no script \`$name.sh'" >&2
		exit 1
	}
done

# Start the next, wait for the oldest: never more than LAB_JOBS at once.
failed=0
running=
count=0
for name; do
	if [ "$count" -ge "${LAB_JOBS:-8}" ]; then
		wait "${running%% *}" || failed=$((failed + 1))
		running=${running#* }
		count=$((count - 1))
	fi
	sh "./$name.sh" &
	running="$running$! "
	count=$((count + 1))
done
for pid in $running; do
	wait "$pid" || failed=$((failed + 1))
done
[ "$failed" -eq 0 ] || {
	echo "run.sh: $failed of $# recordings failed" >&2
	exit 1
}
