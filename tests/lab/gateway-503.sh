#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The first gateway of Kamailio is full; it takes the second at once, and the caller
# does not notice.
. "$(dirname "$0")/common.sh"
lab_begin gateway-503
lab_kamailio kamailio.cfg '-A GATEWAYS'
LAB_PORT=5080 lab_sipp "$lab_phones_ns" "$lab_caller" "$(lab_xml uas-refused.xml \
	STATUS='503 Service Unavailable' HEADERS='Retry-After: 60')" &
lab_pids="$lab_pids $!"
lab_answer "$(lab_xml uas-answer.xml)"
lab_call "$(lab_xml uac-route.xml)"
lab_served
lab_end 'INVITE 100 INVITE .*503 ACK INVITE .*180 180 200 200 ACK ACK BYE BYE 200 200'
