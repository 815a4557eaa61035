#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A blind transfer as it should be.
. "$(dirname "$0")/common.sh"
lab_begin transfer
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
	Refer-To: <sip:4300@pbx.example>
	Referred-By: <sip:4021@pbx.example>
< 202
wait 20
< NOTIFY
	Event: refer
	Subscription-State: active;expires=60
	body message/sipfrag;version=2.0
	|SIP/2.0 100 Trying
> 200
wait 1500
< NOTIFY
	Event: refer
	Subscription-State: terminated;reason=noresource
	body message/sipfrag;version=2.0
	|SIP/2.0 200 OK
> 200
wait 30
> BYE
< 200
FLOW
lab_flow_end
