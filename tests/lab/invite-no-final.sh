#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The phone behind a proxy rings, and nobody ends that; a ping every minute.
. "$(dirname "$0")/common.sh"
lab_begin invite-no-final
LAB_TIMEOUT=240 lab_flow <<'FLOW'
> INVITE once
	sdp
< 100
< 180
	Record-Route: <sip:192.0.2.5;lr>
	Contact: <sip:4190@192.0.2.77:5060>
wait 192000
> OPTIONS new
< 200
FLOW
lab_flow_end
