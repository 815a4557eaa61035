#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A call whose INVITE is too big for one packet, recorded with the filter
# "udp port 5060", which drops the second fragment itself.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060'
lab_begin fragments-filtered 1400
. "$(dirname "$0")/big-offer.sh"
lab_serve "$(lab_xml uas-answer.xml)"
lab_call "$(lab_xml uac-answer.xml HEADERS="$big_headers" OFFER="$big_offer")"
lab_served
lab_end '(INVITE )?180 200 ACK BYE 200'
