#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A carrier refuses the number that the call shows.
. "$(dirname "$0")/common.sh"
lab_begin callerid-rejected
lab_flow USER=+4915550100 <<'FLOW'
> INVITE
	sdp
< 100
< 403 Caller ID not allowed
> ACK
FLOW
lab_flow_end
