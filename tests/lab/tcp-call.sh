#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A healthy call over TCP.
. "$(dirname "$0")/common.sh"
lab_begin tcp-call
lab_serve "$(lab_xml uas-answer.xml)" -t t1
lab_call "$(lab_xml uac-answer.xml)" -t t1
lab_served
lab_end 'INVITE 180 200 ACK BYE 200'
