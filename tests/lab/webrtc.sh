#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What browsers offer, answered by a server that knows it; the caller hangs up
# soon.
. "$(dirname "$0")/common.sh"
lab_begin webrtc
lab_flow <<'FLOW'
> INVITE
	sdp
	|m=audio 9 UDP/TLS/RTP/SAVPF 111 8 101
	|a=rtpmap:111 opus/48000/2
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
	|a=ice-ufrag:lab1
	|a=ice-pwd:labicepasswordnumber0001
	|a=rtcp-mux
	|a=setup:actpass
	|a=fingerprint:sha-1 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB
	|a=candidate:1 1 udp 2130706431 192.0.2.10 16384 typ host
< 100
< 180
wait 1200
< 200
	sdp
	|m=audio 20000 UDP/TLS/RTP/SAVPF 111 101
	|a=rtpmap:111 opus/48000/2
	|a=rtpmap:101 telephone-event/8000
	|a=ice-ufrag:lab2
	|a=ice-pwd:labicepasswordnumber0002
	|a=rtcp-mux
	|a=setup:active
	|a=fingerprint:sha-1 5B:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AC
	|a=candidate:1 1 udp 2130706431 192.0.2.5 20000 typ host
> ACK
wait 2500
> BYE
< 200
FLOW
lab_flow_end
