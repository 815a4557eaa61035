#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The server forgot its calls: three of them end with 481.
. "$(dirname "$0")/common.sh"
lab_begin dialogs-lost
for lab_user in 4021 4022 4023; do
	lab_flow USER=$lab_user <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 600
< 200
	sdp
> ACK
wait 3000
> BYE
< 481
FLOW
done
lab_flow_end
