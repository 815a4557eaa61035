#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Healthy calls over TCP, one connection each.
. "$(dirname "$0")/common.sh"
lab_begin tcp-many
for lab_user in 4021 4022 4023; do
	lab_flow TRANSPORT=TCP USER=$lab_user <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 700
< 200
	sdp
> ACK
wait 900
> BYE
< 200
FLOW
	lab_flow TRANSPORT=TCP USER=$lab_user <<'FLOW'
> OPTIONS
< 200
FLOW
done
lab_flow_end
