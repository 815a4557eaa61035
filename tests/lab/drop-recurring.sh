#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A prepaid server ends each call after the same time. shellcheck disable=SC2086
# # several
. "$(dirname "$0")/common.sh"
lab_begin drop-recurring
for lab_to in 4190 4191 4192; do
	(
		lab_flows=$lab_to
		LAB_TIMEOUT=90 lab_flow TO=$lab_to APORT=$((lab_to + 1000)) \
			BPORT=$((lab_to + 1000)) <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 900
< 200
	sdp
> ACK
wait 65000
< BYE
> 200
FLOW
	) &
	lab_calls="${lab_calls:-} $!"
	sleep 2
done
wait $lab_calls
lab_end '.*'
