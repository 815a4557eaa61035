#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Two proxies send a call to each other until Max-Forwards is used up.
. "$(dirname "$0")/common.sh"
lab_begin 482-loop
lab_kamailio kamailio.cfg '-A LOOP_A'
lab_kamailio kamailio.cfg '-A LOOP_B' "$lab_phones_ns" "$lab_callee"
lab_call "$(lab_xml uac-refused.xml CODE=483 MAXFWD=9)"
lab_end '(INVITE ?){10}(483 ?){10}ACK ACK'
