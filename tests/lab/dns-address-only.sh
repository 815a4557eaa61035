#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A call to a domain that has an address and nothing else: no NAPTR, no SRV, no AAAA
# is as it should be, and so the 502 of who is called is not its fault.
. "$(dirname "$0")/common.sh"
lab_begin dns-address-only
lab_dns
lab_kamailio next.cfg
(
	lab_sipp "$lab_phones_ns" 192.0.2.11 "$(lab_xml uas-refused.xml \
		STATUS="502 Bad Gateway" HEADERS=)"
) &
lab_pids="$lab_pids $!"
sleep 0.7
FLOW_B=no lab_flow A=192.0.2.10 USER=4021 TO=bob DOMAIN=pbx.example <<'FLOW'
> INVITE uri=sip:bob@far.example
	sdp
< 100 maybe
< 502
> ACK
FLOW
lab_end 'INVITE 100 INVITE 100 502 ACK 502 ACK'
