#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A router with a SIP helper, recorded on both its sides.
. "$(dirname "$0")/common.sh"
LAB_LATER=yes LAB_IFACE=any LAB_FILTER='udp port 5060 and not host 127.0.0.1'
lab_begin alg-rewrite
lab_nat
ip netns exec "$lab_phones_ns" nft flush chain ip nat out
$lab_nft chain ip nat in '{ type nat hook prerouting priority -100; }'
$lab_nft rule ip nat in iif router0 udp dport 5060 redirect to :5060
lab_relay "$lab_phones_ns" 10.23.0.1:5060 192.0.2.5:5060 \
	out=192.0.2.10:5060 change=10.23.0.21,192.0.2.10
lab_record "$lab_phones_ns"
FLOW_ID=2f1b77a0 lab_flow A=10.23.0.21 COPY=yes <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 900
< 200
	sdp
> ACK
wait 1500
> BYE
< 200
FLOW
lab_end '(INVITE ?){2}(100 ?){2}(180 ?){2}(200 ?){2}(ACK ?){2}(BYE ?){2}200 200'
