#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A person rejects a call on a real phone.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060 or icmp'
lab_begin baresip-reject
. "$(dirname "$0")/phones.sh"
lab_kamailio kamailio.cfg
phone_baresip "$lab_caller" 4021
phone_baresip "$lab_callee" 4190
phone_do "$lab_caller" dial sip:4190@pbx.example
sleep 3
phone_do "$lab_callee" hangup
sleep 2
phone_off "$lab_caller"
phone_off "$lab_callee"
lab_end 'REGISTER.*INVITE.*'
