#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A healthy call, recorded on all interfaces at once (link type SLL2).
. "$(dirname "$0")/common.sh"
LAB_IFACE=any
lab_begin cooked-any
lab_serve "$(lab_xml uas-answer.xml)"
lab_call "$(lab_xml uac-answer.xml)"
lab_served
lab_end 'INVITE 180 200 ACK BYE 200'
