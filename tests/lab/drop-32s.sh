#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# As ack-missing, but only what the server sends was recorded.
. "$(dirname "$0")/common.sh"
LAB_FILTER='src host 192.0.2.5'
lab_begin drop-32s
lab_drop 'udp dport 5060 @th,64,32 0x41434b20'
LAB_TIMEOUT=90 lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 1200
< 200 once
	sdp
> ACK unseen
wait 500
< 200 again
wait 1000
< 200 again
wait 2000
< 200 again
wait 4000
< 200 again
wait 4000
< 200 again
wait 4000
< 200 again
wait 4000
< 200 again
wait 4000
< 200 again
wait 4000
< 200 again
wait 4000
< 200 again
wait 500
< BYE
> 200
FLOW
lab_end '100 180 200( 200){7,11} BYE'
