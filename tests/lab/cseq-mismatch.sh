#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A BYE whose CSeq does not grow.
. "$(dirname "$0")/common.sh"
lab_begin cseq-mismatch
lab_flow <<'FLOW'
> INVITE cseq=20
	sdp
< 100
< 180
wait 1200
< 200
	sdp
> ACK
wait 2500
> INVITE cseq=21
	sdp
< 200
	sdp
> ACK
wait 2500
> BYE cseq=2
< 500
FLOW
lab_flow_end
