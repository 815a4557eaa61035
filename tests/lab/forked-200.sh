#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Two devices answer one INVITE; the caller acknowledges both and ends neither
# at once.
. "$(dirname "$0")/common.sh"
lab_begin forked-200
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 1200
< 200 once
	sdp
> ACK
wait 100
< 200 for=INVITE tag=b0other1 once
	Contact: <sip:4190@192.0.2.6:5060>
	sdp
> ACK uri=sip:4190@192.0.2.6:5060
wait 9000
> BYE
< 200
FLOW
lab_flow_end
