#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Reliable early media, moved by UPDATE before the answer, as it should be.
. "$(dirname "$0")/common.sh"
lab_begin prack-update
lab_flow <<'FLOW'
> INVITE
	Supported: 100rel
	Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE
	sdp
< 100
< 183
	Require: 100rel
	RSeq: 771
	Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE
	sdp
> PRACK
	RAck: 771 1 INVITE
< 200
wait 700
> UPDATE
	sdp
	|m=audio 16400 RTP/AVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
< 200
	sdp
	|m=audio 20010 RTP/AVP 8 101
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:101 telephone-event/8000
	|a=fmtp:101 0-16
wait 700
< 200 for=INVITE
> ACK cseq=1
wait 2500
> BYE
< 200
FLOW
lab_flow_end
