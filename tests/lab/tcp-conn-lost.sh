#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone registers over TCP and is silent; the server closes the connection, and
# has none when somebody calls.
. "$(dirname "$0")/common.sh"
lab_begin tcp-conn-lost
lab_kamailio next.cfg
(
	FLOW_B=no FLOW_FAILS=yes lab_flow A=192.0.2.11 APORT=5070 USER=4190 \
		DOMAIN=pbx.example TRANSPORT=TCP <<'FLOW'
> REGISTER
	Contact: <sip:4190@192.0.2.11:5070;transport=tcp>;expires=600
< 200
wait 40000
FLOW
) &
lab_pids="$lab_pids $!"
sleep 30
FLOW_B=no lab_flow A=192.0.2.10 USER=4021 TO=4190 DOMAIN=pbx.example <<'FLOW'
> INVITE uri=sip:4190@pbx.example
	sdp
< 100 maybe
< 477
> ACK
FLOW
lab_end 'REGISTER 200 INVITE( 100)? 477 ACK'
