#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The router has forgotten the port of a phone when the server pings it.
. "$(dirname "$0")/common.sh"
lab_begin nat-binding-lost
lab_nat
lab_drop 'udp dport 40122' "$lab_phones_ns"
ip netns exec "$lab_phones_ns" sysctl -qw \
	net.netfilter.nf_conntrack_udp_timeout=5 \
	net.netfilter.nf_conntrack_udp_timeout_stream=5
FLOW_SEED=lost lab_flow A=10.23.0.21 <<'FLOW'
> REGISTER
	Via: SIP/2.0/UDP 10.23.0.21:5060;rport;branch=z9hG4bKbindinglost1
< 200
	Via: SIP/2.0/UDP 10.23.0.21:5060;received=192.0.2.10;rport=40122;branch=z9hG4bKbindinglost1
	Contact: <sip:4021@10.23.0.21:5060>;expires=120
FLOW
sleep 40
FLOW_B=no FLOW_FAILS=yes LAB_TIMEOUT=40 lab_flow A=192.0.2.5 B=192.0.2.10 \
	BPORT=40122 USER=ping TO=4021 <<'FLOW'
> OPTIONS uri=sip:4021@192.0.2.10:40122
< 200
FLOW
ip netns exec "$lab_phones_ns" nft flush chain ip nat out
ip netns exec "$lab_phones_ns" nft add rule ip nat out \
	ip saddr 10.23.0.21 udp sport 5060 snat to 192.0.2.10:40318
FLOW_SEED=lost lab_flow A=10.23.0.21 <<'FLOW'
> REGISTER cseq=2
	Via: SIP/2.0/UDP 10.23.0.21:5060;rport;branch=z9hG4bKbindinglost2
< 200
	Via: SIP/2.0/UDP 10.23.0.21:5060;received=192.0.2.10;rport=40318;branch=z9hG4bKbindinglost2
	Contact: <sip:4021@10.23.0.21:5060>;expires=120
FLOW
lab_end 'REGISTER 200( OPTIONS){8,12} REGISTER 200'
