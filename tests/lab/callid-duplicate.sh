#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Two phones of one make, whose Call-ID is the same.
. "$(dirname "$0")/common.sh"
lab_begin callid-duplicate
for lab_who in 10 11; do
	FLOW_ID=1-4242@127.0.0.1 lab_flow A=192.0.2.$lab_who USER=40$lab_who <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 900
< 200
	sdp
> ACK
wait 1500
> BYE
< 200
FLOW
done
lab_flow_end
