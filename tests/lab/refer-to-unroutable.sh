#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A transfer to a host name that only the transferring phone knows.
. "$(dirname "$0")/common.sh"
lab_begin refer-to-unroutable
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
	Refer-To: <sip:4300@phone7>
	Referred-By: <sip:4021@pbx.example>
< 202
wait 20
< NOTIFY
	Event: refer
	Subscription-State: active;expires=60
	body message/sipfrag;version=2.0
	|SIP/2.0 100 Trying
> 200
wait 500
< NOTIFY
	Event: refer
	Subscription-State: terminated;reason=noresource
	body message/sipfrag;version=2.0
	|SIP/2.0 503 Service Unavailable
> 200
wait 3000
> BYE
< 200
FLOW
lab_flow_end
