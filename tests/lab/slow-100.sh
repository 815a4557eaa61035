#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A server that takes 2.3 s for its 100.
. "$(dirname "$0")/common.sh"
lab_begin slow-100
lab_flow <<'FLOW'
> INVITE
	sdp
wait 2300
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
lab_end 'INVITE INVITE INVITE 100 180 200 ACK BYE 200'
