#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone with ICE calls one without.
. "$(dirname "$0")/common.sh"
lab_begin ice-mismatch
lab_flow <<'FLOW'
> INVITE
	sdp
	|m=audio 16384 RTP/AVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
	|a=ice-ufrag:lab1
	|a=ice-pwd:labicepasswordnumber0001
	|a=candidate:1 1 udp 2130706431 192.0.2.10 16384 typ host
< 100
< 180
wait 1200
< 200
	sdp
> ACK
wait 2500
> BYE
< 200
FLOW
lab_flow_end
