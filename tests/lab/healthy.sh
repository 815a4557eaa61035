#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Nothing wrong: two phones register with Kamailio, one calls the other, both
# legs are seen, and a ping is answered.
. "$(dirname "$0")/common.sh"
lab_begin healthy
lab_kamailio kamailio.cfg
lab_register 4021 "$lab_caller"
lab_register 4190 "$lab_callee"
lab_call "$(lab_xml options.xml)"
lab_answer "$(lab_xml uas-answer.xml)"
lab_call "$(lab_xml uac-proxy.xml)" -auth_uri 4190@pbx.example
lab_served
reg='REGISTER 401 REGISTER 200'
lab_end "$reg $reg OPTIONS 200 INVITE 407 ACK INVITE 100 INVITE 180 180 \
200 200 ACK ACK BYE BYE 200 200"
