#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A line that loses a quarter of what goes to the server; repetition mends it.
. "$(dirname "$0")/common.sh"
lab_begin loss-recovered
lab_drop 'udp dport 5060 numgen random mod 100 < 25'
for lab_user in 4021 4022 4023; do
	lab_flow USER=$lab_user <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 1200
< 200
	sdp
> ACK
wait 2500
> BYE
< 200
FLOW
done
lab_end '.*'
