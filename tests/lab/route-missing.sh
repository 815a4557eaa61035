#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The caller forgets Record-Route and sends the BYE past the proxy.
. "$(dirname "$0")/common.sh"
lab_begin route-missing
FLOW_SEED=astray lab_flow <<'FLOW'
> INVITE
	sdp
< 100
	Record-Route: <sip:192.0.2.5;lr>
< 180
	Record-Route: <sip:192.0.2.5;lr>
	Contact: <sip:4190@192.0.2.6:5060>
wait 1200
< 200
	Record-Route: <sip:192.0.2.5;lr>
	Contact: <sip:4190@192.0.2.6:5060>
	sdp
> ACK uri=sip:4190@192.0.2.6:5060
	Route: <sip:192.0.2.5;lr>
wait 2500
FLOW
FLOW_SEED=astray lab_flow B=192.0.2.6 INSIDE=yes <<'FLOW'
> BYE cseq=2
< 200
FLOW
lab_flow_end
