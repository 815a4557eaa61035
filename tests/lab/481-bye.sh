#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The server has forgotten the call when the caller hangs up.
. "$(dirname "$0")/common.sh"
lab_begin 481-bye
lab_serve "$(lab_xml uas-481.xml)"
lab_call "$(lab_xml uac-481.xml)"
lab_served
lab_end 'INVITE 100 180 200 ACK BYE 481'
