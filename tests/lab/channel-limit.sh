#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A proxy takes two calls at once; a new one comes every second and lasts over
# three.
. "$(dirname "$0")/common.sh"
lab_begin channel-limit
lab_kamailio limit.cfg '-A CHANNELS'
LAB_CALLS=100
lab_sipp "$lab_pbx_ns" 192.0.2.6 uas-load.xml &
lab_pids="$lab_pids $!"
sleep 0.7
LAB_CALLS=8
lab_call "$(lab_xml uac-load.xml TALK=3400)" -r 1
lab_end '((INVITE|200|503|ACK|BYE) ?)+'
