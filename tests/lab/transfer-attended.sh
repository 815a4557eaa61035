#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A real phone (linphone) calls another, asks a third whether it wants the call, and
# hands it over: REFER with Replaces.  Both are at one address, and registered
# already.
. "$(dirname "$0")/common.sh"
LAB_FILTER='(udp port 5060 and host 192.0.2.10) or ip[6:2] & 0x1fff != 0'
LAB_LATER=yes
lab_begin transfer-attended
. "$(dirname "$0")/phones.sh"
lab_kamailio kamailio.cfg '-A NO_GRUU'
LAB_PORT=5080 lab_register 4300 "$lab_callee"
LAB_CALLS=2 LAB_PORT=5080 lab_answer "$(lab_xml uas-answer.xml TO=4300)"
PHONE_FLAGS=-a PHONE_PORT=5090 phone_linphone "$lab_caller" 4190 <<-'END' &
	22 terminate
	2 quit
END
lab_other=$!
sleep 3
phone_linphone "$lab_caller" 4021 <<-'END' &
	5 call sip:4190@pbx.example
	4 pause 1
	2 call sip:4300@pbx.example
	4 transfer 1 --to-call 2
	5 quit
END
lab_one=$!
sleep 3
lab_record "$lab_pbx_ns"
wait "$lab_one" "$lab_other"
lab_end 'INVITE 407 .*REFER REFER 202.*NOTIFY.*BYE.*REGISTER 200'
