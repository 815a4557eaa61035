#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A firewall in front of the server lets the first fragment in and not the
# second.
. "$(dirname "$0")/common.sh"
lab_begin fragments-lost 1400
. "$(dirname "$0")/big-offer.sh"
lab_drop 'ip frag-off & 0x1fff != 0' "$lab_pbx_ns" prerouting
lab_serve "$(lab_xml uas-silent.xml METHOD=OPTIONS)" -m 3 -timeout 90
lab_call "$(lab_xml options.xml)"
lab_fails "$(lab_xml uac-silent.xml HEADERS="$big_headers" OFFER="$big_offer")" \
	-max_invite_retrans 6
LAB_PORT=5062 lab_call "$(lab_xml options.xml)"
lab_end 'OPTIONS 200( INVITE){7} OPTIONS 200'
