#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The password is taken, but the account may not call.
. "$(dirname "$0")/common.sh"
lab_begin auth-then-403
FLOW_URI=4190@pbx.example lab_flow <<'FLOW'
> INVITE
	sdp
< 407
> ACK
> INVITE auth
	sdp
< 100
< 403
> ACK
FLOW
lab_flow_end
