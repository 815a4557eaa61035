#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A proxy takes five new calls a second; a dialer comes in waves.
. "$(dirname "$0")/common.sh"
lab_begin cps-limit
lab_kamailio limit.cfg '-A CPS'
LAB_CALLS=100
lab_sipp "$lab_pbx_ns" 192.0.2.6 uas-load.xml &
lab_pids="$lab_pids $!"
sleep 0.7
dial=$(lab_xml uac-load.xml TALK=50)
for n in 8 2 2 8 2 8; do
	# A wave lies in one second of the clock.
	sleep "$(date +%N | awk '{ printf "%.3f", 1.1 - $1 / 1e9 }')"
	LAB_CALLS=$n
	lab_call "$dial" -r "$n" -rp 200
done
lab_end '((INVITE|200|503|ACK|BYE) ?)+'
