#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# 183 with an announcement, then 480 with the cause in a Reason header.
. "$(dirname "$0")/common.sh"
lab_begin early-media-refused
lab_serve "$(lab_xml uas-early.xml TO=+15550199)"
lab_call "$(lab_xml uac-early.xml TO=+15550199)"
lab_served
lab_end 'INVITE 100 183 480 ACK'
