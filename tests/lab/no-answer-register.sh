#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The server answers pings, but no REGISTER in 32 s.
. "$(dirname "$0")/common.sh"
lab_begin no-answer-register
lab_serve "$(lab_xml uas-silent.xml METHOD=REGISTER)" -m 3 -timeout 90
lab_call "$(lab_xml options.xml)"
lab_fails "$(lab_xml register-silent.xml)" \
	-max_retrans 20 -max_non_invite_retrans 10
LAB_PORT=5062 lab_call "$(lab_xml options.xml)"
lab_served
lab_end 'OPTIONS 200( REGISTER){11} OPTIONS 200'
