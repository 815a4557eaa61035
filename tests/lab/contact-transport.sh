#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A call over TCP; the Contact of the callee names no transport, so the BYE goes
# over UDP, where nobody listens.
. "$(dirname "$0")/common.sh"
lab_begin contact-transport
FLOW_SEED=transport lab_flow TRANSPORT=TCP <<'FLOW'
> INVITE
	sdp
< 100
< 180
	Contact: <sip:4190@192.0.2.5:5060>
wait 1200
< 200
	Contact: <sip:4190@192.0.2.5:5060>
	sdp
> ACK uri=sip:4190@192.0.2.5:5060
FLOW
sleep 2
LAB_TIMEOUT=9 FLOW_FAILS=yes FLOW_B=no FLOW_SEED=transport \
	lab_flow INSIDE=yes <<'FLOW'
> BYE cseq=2
< 200
FLOW
lab_end 'INVITE 100 180 200 ACK( BYE){3,6}'
