#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The callee answers at the moment the caller gives up; the caller hangs up.
. "$(dirname "$0")/common.sh"
lab_begin cancel-race
lab_serve "$(lab_xml uas-race.xml)"
lab_call "$(lab_xml uac-race.xml)"
lab_served
lab_end 'INVITE 100 180 CANCEL 200 200 ACK BYE 200'
