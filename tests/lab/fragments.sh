#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A call whose INVITE is too big for one packet, over IPv4 and MTU 1400.
. "$(dirname "$0")/common.sh"
lab_begin fragments 1400
. "$(dirname "$0")/big-offer.sh"
lab_serve "$(lab_xml uas-answer.xml)"
lab_call "$(lab_xml uac-answer.xml HEADERS="$big_headers" OFFER="$big_offer")"
lab_served
lab_end 'INVITE 180 200 ACK BYE 200'
