#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Kamailio has the passwords in SQLite; a real phone knows its own.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060 or icmp'
lab_begin auth-db
. "$(dirname "$0")/phones.sh"
lab_database auth_db
lab_account 4021 lab-secret
lab_kamailio kamailio.cfg "$lab_dburl"
phone_baresip "$lab_caller" 4021
phone_off "$lab_caller"
lab_end 'REGISTER 401 REGISTER 200 REGISTER 401 REGISTER 200'
