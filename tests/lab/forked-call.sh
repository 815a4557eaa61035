#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Kamailio rings two phones at once; one answers, the other is cancelled.
. "$(dirname "$0")/common.sh"
lab_begin forked-call
lab_kamailio kamailio.cfg
lab_register 4021 "$lab_caller"
lab_register 4190 "$lab_callee"
LAB_PORT=5070 lab_register 4190 "$lab_callee"
LAB_PORT=5070 lab_answer "$(lab_xml uas-cancel.xml)"
lab_second=$lab_server
lab_answer "$(lab_xml uas-answer.xml)"
lab_call "$(lab_xml uac-proxy.xml)" -auth_uri 4190@pbx.example
lab_served
lab_server=$lab_second
lab_served
lab_end 'REGISTER.*CANCEL.*487.*'
