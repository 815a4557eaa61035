#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The server answers pings, but nobody answers the INVITE in 32 s.
. "$(dirname "$0")/common.sh"
lab_begin no-answer-invite
lab_serve "$(lab_xml uas-silent.xml METHOD=INVITE)" -m 3 -timeout 90
lab_call "$(lab_xml options.xml)"
lab_fails "$(lab_xml uac-silent.xml)" -max_invite_retrans 6
LAB_PORT=5062 lab_call "$(lab_xml options.xml)"
lab_served
lab_end 'OPTIONS 200( INVITE){7} OPTIONS 200'
