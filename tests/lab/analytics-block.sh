#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A filter of the carrier takes the call for spam.
. "$(dirname "$0")/common.sh"
lab_begin analytics-block
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 603 Network Blocked
	Reason: SIP;cause=603;text="v=analytics1;url=https://carrier.example/redress;tel=+15550100100"
> ACK
FLOW
lab_flow_end
