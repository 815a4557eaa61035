#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A PBX that is a B2BUA: two calls, tied by the header that names the first.
. "$(dirname "$0")/common.sh"
lab_begin b2bua-legs
(
	sleep 1
	lab_flows=8
	FLOW_SEED=leg2 lab_flow A=192.0.2.5 APORT=5080 B=192.0.2.11 <<'FLOW'
> INVITE
	X-Call-ID: leg-one@192.0.2.10
	sdp
< 100
< 180
wait 900
< 200
	sdp
> ACK
wait 2500
> BYE
< 200
FLOW
) &
lab_leg=$!
FLOW_ID=leg-one@192.0.2.10 lab_flow <<'FLOW'
> INVITE
	sdp
< 100
wait 1800
< 180
wait 900
< 200
	sdp
> ACK
wait 2500
> BYE
< 200
FLOW
wait "$lab_leg"
lab_end '.*'
