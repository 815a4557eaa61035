#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# baresip as a B2BUA between two SIPp phones: it answers the call when the one of its
# own is answered, and ends it when the other side hangs up.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060 or icmp'
lab_begin b2bua-call
lab_need baresip baresip-core
mkdir "$lab_tmp/baresip"
cat >"$lab_tmp/baresip/config" <<-END
	poll_method epoll
	sip_listen 192.0.2.5:5060
	audio_player aubridge,null
	audio_source aubridge,null
	audio_alert aubridge,null
	module_path $(dirname "$(find /usr/lib -name g711.so -path '*baresip*')")
	module g711.so
	module aubridge.so
	module_tmp account.so
	module_app b2bua.so
	module_app menu.so
END
cat >"$lab_tmp/baresip/accounts" <<-END
	<sip:4190@192.0.2.5>;regint=0;b2bua=inbound
	<sip:pbx@192.0.2.5>;regint=0;b2bua=outbound;outbound="sip:192.0.2.11"
END
: >"$lab_tmp/baresip/contacts"
ip netns exec "$lab_pbx_ns" baresip -4 -f "$lab_tmp/baresip" -t 15 \
	</dev/null >"$lab_tmp/baresip.err" 2>&1 &
lab_pids="$lab_pids $!"
sleep 2
lab_answer "$(lab_xml uas-answer.xml)"
lab_call "$(lab_xml uac-answer.xml)"
lab_served
lab_end '.*INVITE.*INVITE.*200.*BYE.*BYE.*200'
