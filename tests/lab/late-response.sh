#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A second, other final answer to a request that is over.
. "$(dirname "$0")/common.sh"
lab_begin late-response
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 1200
< 486
> ACK
wait 900
< 480 for=INVITE once unseen
FLOW
lab_flow_end
