#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A presence server whose first NOTIFY is switched off: the real phone that
# subscribes does not learn anything.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060 or icmp'
lab_begin presence-no-notify
. "$(dirname "$0")/phones.sh"
lab_database presence
lab_kamailio presence.cfg "$lab_dburl -A SILENT"
PHONE_CONTACTS='<sip:4190@pbx.example>;presence=p2p' \
	phone_baresip "$lab_caller" 4021 '' contact presence
sleep 36
lab_call "$(lab_xml options.xml)" -p 5070
lab_end 'REGISTER 200 SUBSCRIBE 200 OPTIONS 200'
