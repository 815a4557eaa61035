#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The server wants sips: and says so.
. "$(dirname "$0")/common.sh"
lab_begin sips-mismatch
lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 416
	Warning: 381 pbx.example "SIPS Required"
> ACK
FLOW
lab_flow_end
