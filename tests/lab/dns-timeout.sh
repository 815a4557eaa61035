#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The name server of the proxy works for a while, and answers nobody then.
. "$(dirname "$0")/common.sh"
lab_begin dns-timeout
lab_dns
lab_kamailio next.cfg
lab_answer "$(lab_xml uas-plain.xml METHOD=OPTIONS STATUS='200 OK')"
FLOW_B=no lab_flow A=192.0.2.10 USER=4021 TO=bob DOMAIN=pbx.example <<'FLOW'
> OPTIONS uri=sip:bob@far.example
< 200
FLOW
lab_drop 'udp dport 53' "$lab_phones_ns"
FLOW_B=no lab_flow A=192.0.2.10 USER=4021 TO=bob DOMAIN=pbx.example <<'FLOW'
> INVITE uri=sip:bob@fra.example
	sdp
< 100 maybe
< 478
> ACK
FLOW
lab_end 'OPTIONS OPTIONS 200 200 INVITE( 100)? 478 ACK'
