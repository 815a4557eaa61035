#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The 180 wants a PRACK that never comes.
. "$(dirname "$0")/common.sh"
lab_begin prack-missing
lab_serve "$(lab_xml uas-noprack.xml)"
lab_call "$(lab_xml uac-noprack.xml)"
lab_served
lab_end 'INVITE 100( 180){5} 200 ACK BYE 200'
