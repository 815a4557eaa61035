#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The answers do not reach the caller, which repeats its INVITE.
. "$(dirname "$0")/common.sh"
lab_begin retrans-despite-100
lab_drop 'udp sport 5060 @th,64,96 0x5349502f322e302031303020' "$lab_phones_ns"
lab_flow <<'FLOW'
> INVITE
	sdp
< 100 unseen
wait 4600
< 180
wait 1500
< 200
	sdp
> ACK
wait 2500
> BYE
< 200
FLOW
lab_end 'INVITE 100( INVITE 100){3} 180 200 ACK BYE 200'
