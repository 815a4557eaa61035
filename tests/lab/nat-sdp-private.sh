#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone behind NAT has learned its public address for Via and Contact; in the SDP is
# its private one all the same.
. "$(dirname "$0")/common.sh"
lab_begin nat-sdp-private
lab_nat
lab_flow A=10.23.0.21 <<'FLOW'
> INVITE via=192.0.2.10:40122
	Contact: <sip:4021@192.0.2.10:40122>
	sdp
< 100
< 180
wait 900
< 200
	sdp
> ACK via=192.0.2.10:40122
wait 2500
> BYE via=192.0.2.10:40122
< 200
FLOW
lab_flow_end
