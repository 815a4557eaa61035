#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A router forgets the port of a phone that is silent for 40 s.
. "$(dirname "$0")/common.sh"
lab_begin nat-port-change
lab_nat
ip netns exec "$lab_phones_ns" sysctl -qw \
	net.netfilter.nf_conntrack_udp_timeout=5 \
	net.netfilter.nf_conntrack_udp_timeout_stream=5
lab_kamailio kamailio.cfg
(
	sleep 15
	ip netns exec "$lab_phones_ns" nft flush chain ip nat out
	ip netns exec "$lab_phones_ns" nft add rule ip nat out \
		ip saddr 10.23.0.21 udp sport 5060 snat to 192.0.2.10:40318
) &
LAB_TIMEOUT=90 FLOW_B=no lab_flow A=10.23.0.21 <<'FLOW'
> REGISTER
	Via: SIP/2.0/UDP 10.23.0.21:5060;rport;branch=z9hG4bKportchange1
< 401
> REGISTER auth
	Via: SIP/2.0/UDP 10.23.0.21:5060;rport;branch=z9hG4bKportchange2
< 200
wait 40000
> REGISTER auth
	Via: SIP/2.0/UDP 10.23.0.21:5060;rport;branch=z9hG4bKportchange3
< 200
FLOW
lab_flow_end
