#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A real phone (Twinkle) calls a real phone (baresip), holds the call, takes it back,
# sends digits and hangs up.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060 or icmp'
lab_begin twinkle-call
. "$(dirname "$0")/phones.sh"
lab_kamailio kamailio.cfg
phone_baresip "$lab_callee" 4190 answermode=auto
phone_twinkle "$lab_caller" 4021 dtmf_transport=info \
	pres_publish_startup=no <<-'END'
	3 call 4190
	3 hold
	2 retrieve
	2 dtmf 42
	3 bye
	2 quit
	2
END
phone_off "$lab_callee"
lab_end 'REGISTER.*INVITE.*ACK INVITE.*ACK INVITE.*ACK INFO.*INFO.*BYE.*REGISTER 200'
