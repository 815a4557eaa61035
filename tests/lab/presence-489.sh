#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A presence server that has the lamps and the voice mail only: a real phone
# wants to know who is free.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060 or icmp'
lab_begin presence-489
. "$(dirname "$0")/phones.sh"
lab_database presence
lab_kamailio presence.cfg "$lab_dburl -A NO_XML"
PHONE_CONTACTS='<sip:4190@pbx.example>;presence=p2p' \
	phone_baresip "$lab_caller" 4021 '' contact presence
sleep 3
phone_off "$lab_caller"
lab_end 'REGISTER 200 (SUBSCRIBE 489 ?)+ REGISTER 200'
