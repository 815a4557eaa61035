#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# DTLS-SRTP; the answer says setup:actpass, so nobody begins the handshake.
. "$(dirname "$0")/common.sh"
lab_begin sdp-dtls-setup
lab_flow <<'FLOW'
> INVITE
	sdp
	|m=audio 16384 UDP/TLS/RTP/SAVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
	|a=setup:actpass
	|a=fingerprint:sha-1 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB
< 100
< 180
wait 1200
< 200
	sdp
	|m=audio 20000 UDP/TLS/RTP/SAVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
	|a=setup:actpass
	|a=fingerprint:sha-1 5B:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AC
> ACK
wait 6000
> BYE
< 200
FLOW
lab_flow_end
