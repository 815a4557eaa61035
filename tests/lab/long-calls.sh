#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Ten minutes of a real phone in which nothing goes wrong: a call that is held and
# taken back, one that is transferred, and two more.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060 and host 192.0.2.10'
lab_begin long-calls
. "$(dirname "$0")/phones.sh"
lab_kamailio kamailio.cfg
LAB_PORT=5070 lab_register 4300 "$lab_callee"
phone_baresip "$lab_caller" 4021 answermode=auto
phone_baresip "$lab_callee" 4190 answermode=auto
LAB_TIMEOUT=600 LAB_PORT=5070 lab_answer "$(lab_xml uas-answer.xml TO=4300)"
phone_do "$lab_caller" dial sip:4190@pbx.example
sleep 20
phone_do "$lab_caller" hold
sleep 45
phone_do "$lab_caller" resume
sleep 20
phone_do "$lab_caller" hangup
sleep 75
phone_do "$lab_callee" dial sip:4021@pbx.example
sleep 130
phone_do "$lab_callee" hold
sleep 8
phone_do "$lab_callee" resume
sleep 12
phone_do "$lab_caller" hangup
sleep 60
phone_do "$lab_caller" dial sip:4190@pbx.example
sleep 30
phone_do "$lab_callee" transfer sip:4300@pbx.example
sleep 40
phone_do "$lab_caller" hangup
sleep 130
phone_do "$lab_caller" dial sip:4190@pbx.example
sleep 35
phone_do "$lab_callee" hangup
sleep 5
phone_off "$lab_caller"
phone_off "$lab_callee"
lab_end 'REGISTER.*INVITE.*REFER.*BYE.*REGISTER 200'
