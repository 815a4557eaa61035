#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A real phone holds a real phone and takes the call back.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060 or icmp'
lab_begin baresip-hold
. "$(dirname "$0")/phones.sh"
lab_kamailio kamailio.cfg
phone_baresip "$lab_caller" 4021
phone_baresip "$lab_callee" 4190 answermode=auto
phone_do "$lab_caller" dial sip:4190@pbx.example
sleep 2
phone_do "$lab_caller" hold
sleep 2
phone_do "$lab_caller" resume
sleep 2
phone_do "$lab_caller" hangup
sleep 1
phone_off "$lab_caller"
phone_off "$lab_callee"
lab_end 'REGISTER.*INVITE.*INVITE.*INVITE.*BYE.*REGISTER.*200'
