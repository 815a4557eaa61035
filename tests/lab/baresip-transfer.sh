#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A real phone transfers a real phone to a third one.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060 or icmp'
lab_begin baresip-transfer
. "$(dirname "$0")/phones.sh"
lab_kamailio kamailio.cfg
LAB_PORT=5070 lab_register 4300 "$lab_callee"
phone_baresip "$lab_caller" 4021
phone_baresip "$lab_callee" 4190 answermode=auto
LAB_PORT=5070 lab_answer "$(lab_xml uas-answer.xml TO=4300)"
phone_do "$lab_caller" dial sip:4190@pbx.example
sleep 2
phone_do "$lab_callee" transfer sip:4300@pbx.example
sleep 3
phone_do "$lab_caller" hangup
sleep 1
phone_off "$lab_caller"
phone_off "$lab_callee"
lab_end 'REGISTER.*INVITE.*REFER.*NOTIFY.*INVITE.*'
