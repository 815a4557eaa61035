#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Kamailio has the passwords in SQLite; a real phone has another one.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060 or icmp'
lab_begin auth-db-wrong
. "$(dirname "$0")/phones.sh"
lab_database auth_db
lab_account 4021 lab-secret
lab_kamailio kamailio.cfg "$lab_dburl"
PHONE_PASSWORD=lab-secert PHONE_SEES='401 Unauthorized' \
	phone_baresip "$lab_caller" 4021
sleep 2
lab_end 'REGISTER 401( REGISTER 401)+'
