#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone behind NAT asks for rport; the server answers to the port in Via all
# the same (nftables changes the port of its answers).
. "$(dirname "$0")/common.sh"
lab_begin resp-wrong-port
lab_nat
lab_nft="ip netns exec $lab_pbx_ns nft add"
$lab_nft table ip lab
$lab_nft chain ip lab out '{ type filter hook output priority 0; }'
$lab_nft rule ip lab out udp dport 40122 udp dport set 5060
lab_drop 'udp dport 5060' "$lab_phones_ns"
LAB_TIMEOUT=9 FLOW_FAILS=yes lab_flow A=10.23.0.21 <<'FLOW'
> REGISTER once
	Via: SIP/2.0/UDP 10.23.0.21:5060;rport;branch=z9hG4bKwrongport1
< 200
	Via: SIP/2.0/UDP 10.23.0.21:5060;received=192.0.2.10;rport=40122;branch=z9hG4bKwrongport1
FLOW
lab_flow_end
