#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A session timer that is too short, repeated without change.
. "$(dirname "$0")/common.sh"
lab_begin 422-session-timer-loop
lab_serve "$(lab_xml uas-422-loop.xml)"
lab_call "$(lab_xml uac-422-loop.xml)"
lab_served
lab_end '(INVITE 422 ACK ?){3}'
