#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A call to a domain that the proxy cannot look up: its name server (dnsmasq) knows
# no such name.
. "$(dirname "$0")/common.sh"
lab_begin dns-failure
lab_dns
lab_kamailio next.cfg
FLOW_B=no lab_flow A=192.0.2.10 USER=4021 TO=bob DOMAIN=pbx.example <<'FLOW'
> INVITE uri=sip:bob@fra.example
	sdp
< 100 maybe
< 478
> ACK
FLOW
lab_end 'INVITE( 100)? 478 ACK'
