#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone that sends Max-Forwards: 0 through Kamailio.
. "$(dirname "$0")/common.sh"
lab_begin 483-too-many-hops
lab_kamailio kamailio.cfg
lab_call "$(lab_xml uac-refused.xml CODE=483 MAXFWD=0)"
lab_end 'INVITE 483 ACK'
