#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What baresip itself shows with -s of a login and a call to a number that nobody
# has.
. "$(dirname "$0")/common.sh"
lab_need baresip baresip-core
lab_begin trace-baresip
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
TZ=UTC ip netns exec "$lab_phones_ns" baresip -4 -s -f "$lab_tmp/baresip" \
	-t 3 -e '/dial sip:4190@pbx.example' </dev/null \
	>"$lab_tmp/baresip.out" 2>&1
n=$(grep -c '^Call-ID: ' "$lab_tmp/baresip.out")
[ "$n" -ge 7 ] || lab_fail "$n messages in the trace, wanted 7 or more"
cp "$lab_tmp/baresip.out" "$lab_out/trace-baresip.txt"
echo "trace-baresip: $n messages"
