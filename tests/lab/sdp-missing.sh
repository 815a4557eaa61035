#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# An INVITE without SDP, refused by a server that wants the offer in it.
. "$(dirname "$0")/common.sh"
lab_begin sdp-missing
lab_flow <<'FLOW'
> INVITE
< 100
< 488
	Warning: 399 pbx.example "No SDP offer in the INVITE"
> ACK
FLOW
lab_flow_end
