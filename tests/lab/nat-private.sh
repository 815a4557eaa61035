#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone behind NAT names its private address everywhere.
. "$(dirname "$0")/common.sh"
lab_begin nat-private
lab_serve "$(lab_xml uas-answer.xml)"
lab_call "$(lab_xml uac-nat.xml)"
lab_served
lab_end 'INVITE 180 200 ACK BYE 200'
