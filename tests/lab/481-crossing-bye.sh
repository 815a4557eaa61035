#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Both sides hang up at the same moment.
. "$(dirname "$0")/common.sh"
lab_begin 481-crossing-bye
lab_serve "$(lab_xml uas-crossing.xml)"
lab_call "$(lab_xml uac-crossing.xml)"
lab_served
lab_end 'INVITE 100 180 200 ACK BYE BYE 481 481'
