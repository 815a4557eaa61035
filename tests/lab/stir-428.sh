#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A carrier takes signed calls only.
. "$(dirname "$0")/common.sh"
lab_begin stir-428
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 428
> ACK
FLOW
lab_flow_end
