#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A media server in a cloud, with ICE lite, that does not know its public
# address.
. "$(dirname "$0")/common.sh"
lab_begin ice-lite-private
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
	|v=0
	|o=- 4190 1 IN IP4 10.1.2.3
	|s=-
	|c=IN IP4 10.1.2.3
	|t=0 0
	|a=ice-lite
	|m=audio 20000 RTP/AVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
	|a=ice-ufrag:lab2
	|a=ice-pwd:labicepasswordnumber0002
	|a=candidate:1 1 udp 2130706431 10.1.2.3 20000 typ host
> ACK
wait 2500
> BYE
< 200
FLOW
lab_flow_end
