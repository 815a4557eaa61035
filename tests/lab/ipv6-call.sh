#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A healthy call over IPv6.
. "$(dirname "$0")/common.sh"
lab_begin ipv6-call 1500 6
lab_caller=2001:db8::10
lab_pbx=2001:db8::5
LAB_TO="[$lab_pbx]"
lab_serve "$(lab_xml uas-answer.xml)"
lab_call "$(lab_xml uac-answer.xml)"
lab_served
lab_end 'INVITE 180 200 ACK BYE 200'
