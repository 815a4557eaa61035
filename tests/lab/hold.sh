#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The caller holds the call and takes it back.
. "$(dirname "$0")/common.sh"
lab_begin hold
lab_serve "$(lab_xml uas-hold.xml)"
lab_call "$(lab_xml uac-hold.xml)"
lab_served
lab_end 'INVITE 100 180 200 ACK INVITE 200 ACK INVITE 200 ACK BYE 200'
