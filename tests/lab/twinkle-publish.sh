#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A real phone (Twinkle) publishes that it is there.  The Kamailio has no presence and
# forwards that like a call: to the phone itself, which cannot take it.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060 or icmp'
lab_begin twinkle-publish
. "$(dirname "$0")/phones.sh"
lab_kamailio kamailio.cfg
phone_twinkle "$lab_caller" 4021 <<-'END'
	3 quit
	2
END
lab_end 'REGISTER 401 REGISTER 200 PUBLISH 407 PUBLISH PUBLISH 501 501 REGISTER.*'
