#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A proxy rings two contacts that are one phone; the second copy is refused.
. "$(dirname "$0")/common.sh"
lab_begin merged-482
lab_flow A=192.0.2.5 B=192.0.2.11 <<'FLOW'
> INVITE uri=sip:4190@192.0.2.11:5060
	Via: SIP/2.0/UDP 192.0.2.5:5060;branch=z9hG4bKfork1
	Via+: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKforkorigin
	Contact: <sip:4021@192.0.2.10:5060>
	sdp
< 180
	Via: SIP/2.0/UDP 192.0.2.5:5060;branch=z9hG4bKfork1
	Via+: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKforkorigin
> INVITE new cseq=1 uri=sip:4190@192.0.2.11:5060
	Via: SIP/2.0/UDP 192.0.2.5:5060;branch=z9hG4bKfork2
	Via+: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKforkorigin
	Contact: <sip:4021@192.0.2.10:5060>
	sdp
< 482 tag=b0other2
	Via: SIP/2.0/UDP 192.0.2.5:5060;branch=z9hG4bKfork2
	Via+: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKforkorigin
> ACK branch=z9hG4bKfork2
FLOW
lab_flow_end
