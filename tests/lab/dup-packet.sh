#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A router in the middle, recorded on all its interfaces: each packet is there
# when it comes in and when it goes out.
. "$(dirname "$0")/common.sh"
LAB_LATER=yes LAB_IFACE=any
lab_begin dup-packet
lab_nat
ip netns exec "$lab_phones_ns" nft flush ruleset
ip -n "$lab_pbx_ns" route add 10.23.0.0/24 via 192.0.2.10
lab_record "$lab_phones_ns"
lab_flow A=10.23.0.21 <<'FLOW'
> INVITE
	sdp
< 100
< 180
wait 1200
< 200
	sdp
> ACK
wait 2500
> BYE
< 200
FLOW
lab_end '(INVITE ?){2}(100 ?){2}(180 ?){2}(200 ?){2}(ACK ?){2}(BYE ?){2}200 200'
