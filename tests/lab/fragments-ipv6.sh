#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A call whose INVITE is too big for one packet, over IPv6 and MTU 1280.
. "$(dirname "$0")/common.sh"
lab_begin fragments-ipv6 1280 6
lab_caller=2001:db8::10
lab_pbx=2001:db8::5
LAB_TO="[$lab_pbx]"
. "$(dirname "$0")/big-offer.sh"
lab_serve "$(lab_xml uas-answer.xml)"
lab_call "$(lab_xml uac-answer.xml HEADERS="$big_headers" OFFER="$big_offer")"
lab_served
lab_end 'INVITE 180 200 ACK BYE 200'
