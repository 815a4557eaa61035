#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# linphone registers with Kamailio, calls a phone and hangs up.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060 or icmp'
lab_begin linphone-call
lab_need linphonec linphone-cli
ip -n "$lab_phones_ns" route add default via 192.0.2.5
mkdir -p "$lab_tmp/.local/share/linphone"
lab_kamailio kamailio.cfg
LAB_PORT=5070 lab_register 4190 "$lab_callee"
LAB_PORT=5070 lab_answer "$(lab_xml uas-answer.xml)"
cat >"$lab_tmp/linphonerc" <<-'RC'
	[sip]
	sip_port=5060
	sip_tcp_port=0
	sip_tls_port=0
	guess_hostname=1
	default_proxy=0
	[auth_info_0]
	username=4021
	passwd=lab-secret
	realm=pbx.example
	[proxy_0]
	reg_proxy=<sip:192.0.2.5>
	reg_route=<sip:192.0.2.5;lr>
	reg_identity=sip:4021@pbx.example
	reg_expires=600
	reg_sendregister=1
	publish=0
	[sound]
	playback_dev_id=
RC
{
	sleep 4
	echo 'call sip:4190@pbx.example'
	sleep 5
	echo terminate
	sleep 2
	echo quit
} | HOME="$lab_tmp" ip netns exec "$lab_phones_ns" linphonec \
	-c "$lab_tmp/linphonerc" >"$lab_tmp/linphone.err" 2>&1
lab_end 'REGISTER.*INVITE.*BYE.*'
