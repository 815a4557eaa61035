#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A Contact with a host name that nobody else knows.
. "$(dirname "$0")/common.sh"
lab_begin contact-unroutable-host
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
	Contact: <sip:4190@phone7.local>
wait 1200
< 200
	Contact: <sip:4190@phone7.local>
	sdp
> ACK uri=sip:4190@phone7.local
wait 2500
> BYE uri=sip:4190@phone7.local
< 478
FLOW
lab_flow_end
