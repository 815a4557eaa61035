#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A proxy of the old kind, whose Record-Route has no lr.
. "$(dirname "$0")/common.sh"
lab_begin route-strict
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
	Record-Route: <sip:192.0.2.5>
	Contact: <sip:4190@192.0.2.6:5060>
wait 1200
< 200
	Record-Route: <sip:192.0.2.5>
	Contact: <sip:4190@192.0.2.6:5060>
	sdp
> ACK uri=sip:192.0.2.5
	Route: <sip:4190@192.0.2.6:5060>
wait 2500
> BYE uri=sip:192.0.2.5
	Route: <sip:4190@192.0.2.6:5060>
< 200
FLOW
lab_flow_end
