#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A transfer is accepted, and the call to its target is never made.
. "$(dirname "$0")/common.sh"
lab_begin refer-not-followed
lab_flow A=192.0.2.5 B=192.0.2.11 USER=4190 TO=4300 <<'FLOW'
> INVITE
	sdp
< 180
wait 600
< 200
	sdp
> ACK
wait 900
> BYE
< 200
FLOW
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 1200
< 200
	sdp
> ACK
wait 2000
> REFER
	Refer-To: <sip:4301@pbx.example>
	Referred-By: <sip:4021@pbx.example>
< 202
wait 20
< NOTIFY
	Event: refer
	Subscription-State: active;expires=60
	body message/sipfrag;version=2.0
	|SIP/2.0 100 Trying
> 200
wait 34000
> BYE
< 200
FLOW
lab_flow_end
