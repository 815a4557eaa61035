#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# baresip registers over TLS 1.2: without keys nothing of it can be read.
. "$(dirname "$0")/common.sh"
lab_begin tls-register
lab_need baresip baresip-core
lab_need openssl openssl
lab_need kamailio kamailio-tls-modules
mkdir "$lab_tmp/baresip"
lab_certificate pbx
cat >"$lab_tmp/baresip/config" <<-END
	poll_method epoll
	sip_listen 192.0.2.10:0
	module_path $(dirname "$(find /usr/lib -name g711.so -path '*baresip*')")
	module g711.so
	module_tmp account.so
	module_app menu.so
END
echo '<sip:4021@pbx.example;transport=tls>;auth_pass=lab-secret;regint=600;'\
'outbound="sip:192.0.2.5:5061;transport=tls"' >"$lab_tmp/baresip/accounts"
: >"$lab_tmp/baresip/contacts"
lab_kamailio kamailio.cfg '-A TLS'
ip netns exec "$lab_phones_ns" baresip -4 -f "$lab_tmp/baresip" -t 4 \
	</dev/null >"$lab_tmp/baresip.err" 2>&1
lab_end ''
