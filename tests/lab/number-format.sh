#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A number with 00 is refused, the same number with + is answered.
. "$(dirname "$0")/common.sh"
lab_begin number-format
lab_serve "$(lab_xml uas-refused.xml STATUS='404 Not Found')"
lab_call "$(lab_xml uac-refused.xml CODE=404 TO=0015550100)"
lab_served
sleep 1
lab_serve "$(lab_xml uas-answer.xml TO=+15550100)"
lab_call "$(lab_xml uac-answer.xml TO=+15550100)"
lab_served
lab_end 'INVITE 100 404 ACK INVITE 180 200 ACK BYE 200'
