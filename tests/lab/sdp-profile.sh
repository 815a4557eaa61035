#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Encrypted media offered to a server that has it switched off.
. "$(dirname "$0")/common.sh"
lab_begin sdp-profile
lab_flow <<'FLOW'
> INVITE
	sdp
	|m=audio 16384 RTP/SAVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
	|a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:bGFiLWtleS1udW1iZXItb25lLW5vLXNlY3JldCEh
< 100
< 488
	Warning: 302 pbx.example "Incompatible transport protocol"
> ACK
FLOW
lab_flow_end
