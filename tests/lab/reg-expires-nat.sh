#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone behind NAT that sends nothing between two registrations.
. "$(dirname "$0")/common.sh"
lab_begin reg-expires-nat
lab_nat
ip netns exec "$lab_phones_ns" sysctl -qw \
	net.netfilter.nf_conntrack_udp_timeout=300
LAB_TIMEOUT=200 lab_flow A=10.23.0.21 <<'FLOW'
> REGISTER
	Via: SIP/2.0/UDP 10.23.0.21:5060;rport;branch=z9hG4bKexpiresnat1
< 200
	Via: SIP/2.0/UDP 10.23.0.21:5060;received=192.0.2.10;rport=40122;branch=z9hG4bKexpiresnat1
	Contact: <sip:4021@10.23.0.21:5060>;expires=280
wait 140000
> REGISTER
	Via: SIP/2.0/UDP 10.23.0.21:5060;rport;branch=z9hG4bKexpiresnat2
< 200
	Via: SIP/2.0/UDP 10.23.0.21:5060;received=192.0.2.10;rport=40122;branch=z9hG4bKexpiresnat2
	Contact: <sip:4021@10.23.0.21:5060>;expires=280
FLOW
lab_flow_end
