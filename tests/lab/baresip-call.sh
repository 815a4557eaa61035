#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# baresip registers with Kamailio, calls a phone and hangs up.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060 or icmp'
lab_begin baresip-call
lab_need baresip baresip-core
mkdir "$lab_tmp/baresip"
cat >"$lab_tmp/baresip/config" <<-END
	poll_method epoll
	sip_listen 192.0.2.10:5060
	audio_player aubridge,null
	audio_source aubridge,null
	audio_alert aubridge,null
	module_path $(dirname "$(find /usr/lib -name g711.so -path '*baresip*')")
	module g711.so
	module aubridge.so
	module_tmp account.so
	module_app menu.so
END
echo '<sip:4021@pbx.example>;auth_pass=lab-secret;regint=600;'\
'outbound="sip:192.0.2.5"' >"$lab_tmp/baresip/accounts"
: >"$lab_tmp/baresip/contacts"
lab_kamailio kamailio.cfg
lab_register 4190 "$lab_callee"
lab_answer "$(lab_xml uas-answer.xml)"
ip netns exec "$lab_phones_ns" baresip -4 -f "$lab_tmp/baresip" -t 5 \
	-e '/dial sip:4190@pbx.example' </dev/null \
	>"$lab_tmp/baresip.err" 2>&1
lab_served
lab_end 'REGISTER.*INVITE.*BYE.*200'
