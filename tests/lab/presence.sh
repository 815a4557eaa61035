#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Kamailio's presence server between two real phones: one publishes whether it is
# free, the other watches it; both end it as they should.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060 or icmp'
lab_begin presence
. "$(dirname "$0")/phones.sh"
lab_database presence
lab_kamailio presence.cfg "$lab_dburl"
phone_baresip "$lab_callee" 4190 pubint=600 presence
PHONE_CONTACTS='<sip:4190@pbx.example>;presence=p2p' \
	phone_baresip "$lab_caller" 4021 '' contact presence
sleep 3
phone_do "$lab_callee" presence_offline
sleep 3
phone_off "$lab_caller"
phone_off "$lab_callee"
lab_end 'REGISTER 200 PUBLISH.* SUBSCRIBE 200 NOTIFY 200 PUBLISH 200 NOTIFY 200 SUBSCRIBE 200 NOTIFY 200 .*'
