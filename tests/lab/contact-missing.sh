#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A server leaves Contact out of its 200.
. "$(dirname "$0")/common.sh"
lab_begin contact-missing
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 1200
< 200
	-Contact
	sdp
> ACK uri=sip:4190@192.0.2.5:5060
wait 2500
> BYE
< 200
FLOW
lab_flow_end
