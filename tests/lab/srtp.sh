#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# SRTP as it should be: the second suite of two is taken.
. "$(dirname "$0")/common.sh"
lab_begin srtp
lab_flow <<'FLOW'
> INVITE
	sdp
	|m=audio 16384 RTP/SAVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
	|a=crypto:1 AES_256_CM_HMAC_SHA1_80 inline:bGFiLWtleS1udW1iZXItb25lLXdpdGgtMjU2LWJpdHMsLW5vLXNlY3JldC1hdC1hbGw=
	|a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:bGFiLWtleS1udW1iZXItb25lLW5vLXNlY3JldCEh
< 100
< 180
wait 1200
< 200
	sdp
	|m=audio 20000 RTP/SAVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
	|a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:bGFiLWtleS1udW1iZXItdHdvLW5vLXNlY3JldCEh
> ACK
wait 2500
> BYE
< 200
FLOW
lab_flow_end
