#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The watching phone loses its power and starts again; then the other one
# publishes, and the presence server tells the subscription that is gone.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060 or icmp'
lab_begin presence-481
. "$(dirname "$0")/phones.sh"
lab_database presence
lab_kamailio presence.cfg "$lab_dburl"
phone_baresip "$lab_callee" 4190 pubint=600 presence
PHONE_CONTACTS='<sip:4190@pbx.example>;presence=p2p' \
	phone_baresip "$lab_caller" 4021 '' contact presence
sleep 2
kill -9 "$phone_pid"
rm -r "$phone_dir"
phone_baresip "$lab_caller" 4021
phone_do "$lab_callee" presence_offline
sleep 2
phone_off "$lab_caller"
phone_off "$lab_callee"
lab_end 'REGISTER 200 PUBLISH.* NOTIFY 200 REGISTER 200 PUBLISH 200 NOTIFY 481 .*'
