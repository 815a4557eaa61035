#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A fax call: the callee changes to T.38, as it should be.
. "$(dirname "$0")/common.sh"
lab_begin t38
lab_flow <<'FLOW'
> INVITE
	sdp
	|m=audio 16384 RTP/AVP 8 0
	|a=rtpmap:8 PCMA/8000
	|a=rtpmap:0 PCMU/8000
< 100
< 180
wait 1200
< 200
	sdp
	|m=audio 20000 RTP/AVP 8
	|a=rtpmap:8 PCMA/8000
> ACK
wait 2500
< INVITE
	sdp
	|m=image 20002 udptl t38
	|a=T38FaxVersion:0
	|a=T38MaxBitRate:14400
	|a=T38FaxRateManagement:transferredTCF
	|a=T38FaxUdpEC:t38UDPRedundancy
> 200
	sdp
	|m=image 16386 udptl t38
	|a=T38FaxVersion:0
	|a=T38MaxBitRate:14400
	|a=T38FaxRateManagement:transferredTCF
	|a=T38FaxUdpEC:t38UDPRedundancy
< ACK
wait 4000
> BYE
< 200
FLOW
lab_flow_end
