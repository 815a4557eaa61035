#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The first gateway of Kamailio is dead; after 2 s it takes the second, and the call
# goes through.
. "$(dirname "$0")/common.sh"
lab_begin gateway-silent
lab_kamailio kamailio.cfg '-A GATEWAYS'
lab_drop 'udp dport 5080' "$lab_phones_ns"
lab_answer "$(lab_xml uas-answer.xml)"
lab_call "$(lab_xml uac-route.xml)"
lab_served
lab_end 'INVITE 100 INVITE INVITE (INVITE )+180 180 200 200 ACK ACK BYE BYE 200 200'
