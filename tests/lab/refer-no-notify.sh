#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A transfer is accepted, and nobody tells how it goes.
. "$(dirname "$0")/common.sh"
lab_begin refer-no-notify
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
wait 34000
> BYE
< 200
FLOW
lab_flow_end
