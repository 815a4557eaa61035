#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A healthy call, recorded with a snap length that cuts the messages.
. "$(dirname "$0")/common.sh"
LAB_SNAPLEN=300
lab_begin truncated
lab_serve "$(lab_xml uas-answer.xml)"
lab_call "$(lab_xml uac-answer.xml)"
lab_served
lab_end 'INVITE.*'
