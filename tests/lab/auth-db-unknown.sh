#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Kamailio has the passwords in SQLite; nobody entered this phone's account.  It
# looks like a wrong password to the phone.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060 or icmp'
lab_begin auth-db-unknown
. "$(dirname "$0")/phones.sh"
lab_database auth_db
lab_account 4190 lab-secret
lab_kamailio kamailio.cfg "$lab_dburl"
PHONE_SEES='401 Unauthorized' phone_baresip "$lab_caller" 4021
sleep 2
lab_end 'REGISTER 401( REGISTER 401)+'
