#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The ACK names the domain in place of the Contact of the 200, so what stands
# behind the server never gets it (a filter takes it out after the capture).
. "$(dirname "$0")/common.sh"
lab_begin ack-not-matching
lab_drop 'udp dport 5060 @th,64,32 0x41434b20'
LAB_TIMEOUT=90 lab_flow <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 1200
< 200 once
	sdp
> ACK unseen uri=sip:4190@pbx.example
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
lab_end 'INVITE 100 180 200 ACK( 200 ACK){7,11} BYE 200'
