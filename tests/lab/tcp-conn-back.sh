#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The server closes the connection of a silent phone; it comes back at once, over
# another one, and what it answers to a call has nothing to do with it.
. "$(dirname "$0")/common.sh"
lab_begin tcp-conn-back
lab_kamailio next.cfg
# phone PORT PAUSE: register over TCP.
phone()
{
	lab_flows=$1
	FLOW_SEED=back$1 FLOW_B=no FLOW_FAILS=yes lab_flow A=192.0.2.11 \
		APORT="$1" USER=4190 DOMAIN=pbx.example TRANSPORT=TCP <<FLOW
> REGISTER
	Contact: <sip:4190@192.0.2.11:5080>;expires=600
< 200
wait $2
FLOW
}
phone 5070 30000 &
lab_pids="$lab_pids $!"
sleep 24
phone 5071 12000 &
lab_pids="$lab_pids $!"
sleep 3
LAB_PORT=5080
lab_answer "$(lab_xml uas-refused.xml STATUS='408 Request Timeout' HEADERS=)"
LAB_PORT=5060
lab_call "$(lab_xml uac-refused.xml CODE=408 TO=4190)"
lab_end 'REGISTER 200 REGISTER 200 INVITE 100 INVITE 100 408 ACK 408 ACK'
