#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A re-INVITE is refused with 491 and repeated 2.3 s later with success.
. "$(dirname "$0")/common.sh"
lab_begin glare-491
lab_serve "$(lab_xml uas-491.xml)"
lab_call "$(lab_xml uac-491.xml)"
lab_served
lab_end 'INVITE 100 180 200 ACK INVITE 491 ACK INVITE 200 ACK BYE 200'
