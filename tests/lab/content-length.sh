#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Something on the way shortened the SDP and left Content-Length as it was.
. "$(dirname "$0")/common.sh"
lab_begin content-length
lab_flow <<'FLOW'
> INVITE once
	Content-Length: 231
	sdp
< 400 Bad Content-Length
> ACK
FLOW
lab_flow_end
