#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A fax wants to change to T.38, is refused and hangs up.
. "$(dirname "$0")/common.sh"
lab_begin t38-refused
lab_serve "$(lab_xml uas-t38.xml)"
lab_call "$(lab_xml uac-t38.xml)"
lab_served
lab_end 'INVITE 100 180 200 ACK INVITE 488 ACK BYE 200'
