#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Ten minutes in which nothing goes wrong: two real phones refresh their registrations,
# a monitor pings the server, and the server answers.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060 or icmp'
lab_begin long-registrations
. "$(dirname "$0")/phones.sh"
lab_kamailio kamailio.cfg '-A SHORT_REG'
PHONE_EXPIRES=120 phone_baresip "$lab_caller" 4021
PHONE_EXPIRES=180 phone_baresip "$lab_callee" 4190
lab_ping=$(lab_xml options.xml)
for lab_minute in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
	sleep 40
	LAB_PORT=5070 lab_call "$lab_ping"
done
phone_off "$lab_caller"
phone_off "$lab_callee"
lab_end 'REGISTER 401.*'
