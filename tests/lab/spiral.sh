#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A call to 4300 is diverted: a second proxy makes it a call to 4190 and sends it back
# to the first, which is lawful.  4190 is busy.
. "$(dirname "$0")/common.sh"
lab_begin spiral
lab_kamailio kamailio.cfg '-A AWAY_A'
lab_kamailio kamailio.cfg '-A AWAY_B' "$lab_phones_ns" "$lab_callee"
LAB_PORT=5070 lab_register 4190 "$lab_callee"
LAB_PORT=5070 lab_answer "$(lab_xml uas-refused.xml STATUS='486 Busy Here' HEADERS=)"
lab_call "$(lab_xml uac-refused.xml CODE=486 TO=4300)"
lab_served
lab_end 'REGISTER 401 REGISTER 200 INVITE.*486.*ACK'
