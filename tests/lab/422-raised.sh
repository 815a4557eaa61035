#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A session timer that is too short; the caller raises it.
. "$(dirname "$0")/common.sh"
lab_begin 422-raised
lab_serve "$(lab_xml uas-422.xml)"
lab_call "$(lab_xml uac-422.xml)"
lab_served
lab_end 'INVITE 422 ACK INVITE 100 180 200 ACK BYE 200'
