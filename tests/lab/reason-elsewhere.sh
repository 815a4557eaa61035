#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Two phones ring, the other one answers: what is seen at this one.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5070 and host 192.0.2.11'
lab_begin reason-elsewhere
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
lab_end 'REGISTER 401 REGISTER 200 INVITE .*180 CANCEL.*487 ACK'
