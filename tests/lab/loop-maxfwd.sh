#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A call comes back after seven hops that are not seen here; Max-Forwards ends it
# before it comes a third time.
. "$(dirname "$0")/common.sh"
lab_begin loop-maxfwd
lab_kamailio kamailio.cfg '-A LOOP_A'
lab_kamailio kamailio.cfg '-A CIRCLE' "$lab_phones_ns" "$lab_callee"
lab_call "$(lab_xml uac-refused.xml CODE=483 MAXFWD=15)"
lab_end "(INVITE ?)+(483 ?)+ACK.*"
