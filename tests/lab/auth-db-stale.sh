#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A real phone signs off with a nonce that Kamailio has let grow old: it gets a
# new one with stale=true, and answers that.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060 or icmp'
lab_begin auth-db-stale
. "$(dirname "$0")/phones.sh"
lab_database auth_db
lab_account 4021 lab-secret
lab_kamailio kamailio.cfg "$lab_dburl -A SHORT_NONCE"
phone_linphone "$lab_caller" 4021 <<-'END'
	6 quit
END
lab_end 'REGISTER 401 REGISTER 200 REGISTER 401 REGISTER 200'
