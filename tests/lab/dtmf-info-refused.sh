#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A digit sent by INFO is refused in a call that goes on.
. "$(dirname "$0")/common.sh"
lab_begin dtmf-info-refused
lab_serve "$(lab_xml uas-info.xml)"
lab_call "$(lab_xml uac-info.xml)"
lab_served
lab_end 'INVITE 100 180 200 ACK INFO 415 BYE 200'
