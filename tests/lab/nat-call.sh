#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A call from behind NAT that works; the PBX answers to where packets come from.
. "$(dirname "$0")/common.sh"
lab_begin nat-call
lab_nat
lab_flow A=10.23.0.21 <<'FLOW'
> INVITE
	Via: SIP/2.0/UDP 10.23.0.21:5060;rport;branch=z9hG4bKnatcall1
	sdp
< 100
	Via: SIP/2.0/UDP 10.23.0.21:5060;received=192.0.2.10;rport=40122;branch=z9hG4bKnatcall1
< 180
	Via: SIP/2.0/UDP 10.23.0.21:5060;received=192.0.2.10;rport=40122;branch=z9hG4bKnatcall1
wait 1200
< 200
	Via: SIP/2.0/UDP 10.23.0.21:5060;received=192.0.2.10;rport=40122;branch=z9hG4bKnatcall1
	sdp
> ACK
wait 2500
> BYE
	Via: SIP/2.0/UDP 10.23.0.21:5060;rport;branch=z9hG4bKnatcall2
< 200
	Via: SIP/2.0/UDP 10.23.0.21:5060;received=192.0.2.10;rport=40122;branch=z9hG4bKnatcall2
FLOW
lab_flow_end
