#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The registrar calls a phone whose registration has run out.
. "$(dirname "$0")/common.sh"
lab_begin reg-expired-use
lab_flow <<'FLOW'
> REGISTER
	Expires: 60
< 200
	Contact: <sip:4021@192.0.2.10:5060>;expires=60
FLOW
for lab_i in 1 2 3 4 5 6 7; do
	sleep 9
	lab_flow A=192.0.2.11 <<'FLOW'
> OPTIONS
< 200
FLOW
done
lab_flow A=192.0.2.5 B=192.0.2.10 USER=4190 TO=4021 <<'FLOW'
> INVITE uri=sip:4021@192.0.2.10:5060
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
lab_flow_end
