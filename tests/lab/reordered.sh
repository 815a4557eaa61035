#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A line that takes 80 ms and turns every second packet round with the next.
. "$(dirname "$0")/common.sh"
lab_begin reordered
lab_nat
ip netns exec "$lab_phones_ns" nft flush chain ip nat out
$lab_nft chain ip nat in '{ type nat hook prerouting priority -100; }'
$lab_nft rule ip nat in iif router0 udp dport 5060 redirect to :5060
lab_relay "$lab_phones_ns" 10.23.0.1:5060 192.0.2.5:5060 \
	out=192.0.2.10:5060 delay=80 swap=2 change=10.23.0.21,192.0.2.10
lab_flow A=10.23.0.21 COPY=yes <<'FLOW'
> INVITE
	sdp
< 100 maybe
< 180 maybe
wait 1200
< 200
	sdp
> ACK
wait 2500
> BYE
< 200
wait 3000
FLOW
lab_end '.*'
