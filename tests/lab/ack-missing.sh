#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The 200 is repeated, no ACK comes, the callee gives up after 32 s.
. "$(dirname "$0")/common.sh"
lab_begin ack-missing
lab_serve "$(lab_xml uas-noack.xml)"
lab_call "$(lab_xml uac-noack.xml)"
lab_served
lab_end 'INVITE 100 180( 200){11} BYE 200'
