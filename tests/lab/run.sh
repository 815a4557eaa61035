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
		run.sh | common.sh | big-offer.sh) ;;
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
printf '%s\n' "$@" | xargs -P "${LAB_JOBS:-8}" -I '{}' sh './{}.sh'
