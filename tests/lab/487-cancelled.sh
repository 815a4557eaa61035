#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The caller gives up while the phone rings.
. "$(dirname "$0")/common.sh"
lab_begin 487-cancelled
lab_serve "$(lab_xml uas-cancel.xml)"
lab_call "$(lab_xml uac-cancel.xml)"
lab_served
lab_end 'INVITE 100 180 CANCEL 200 487 ACK'
