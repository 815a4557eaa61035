#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A callee whose Contact names a port that nobody reads.
. "$(dirname "$0")/common.sh"
lab_begin contact-wrong-port
FLOW_SEED=port lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
	Contact: <sip:4190@192.0.2.5:5070>
wait 1200
< 200
	Contact: <sip:4190@192.0.2.5:5070>
	sdp
> ACK uri=sip:4190@192.0.2.5:5070
wait 2500
FLOW
LAB_TIMEOUT=9 FLOW_FAILS=yes FLOW_B=no FLOW_SEED=port \
	lab_flow BPORT=5070 INSIDE=yes <<'FLOW'
> BYE cseq=2
< 200
FLOW
lab_end 'INVITE 100 180 200 ACK( BYE){3,6}'
