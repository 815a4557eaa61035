#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A caller that insists on reliable ringing meets a server that has it not.
. "$(dirname "$0")/common.sh"
lab_begin 100rel-420
lab_flow <<'FLOW'
> INVITE
	Require: 100rel
	sdp
< 100
< 420
	Unsupported: 100rel
> ACK
FLOW
lab_flow_end
