#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The INVITE carries no SDP, the 200 an offer, the ACK no answer.
. "$(dirname "$0")/common.sh"
lab_begin sdp-ack-missing
lab_serve "$(lab_xml uas-answer.xml)"
lab_call "$(lab_xml uac-late-offer.xml)"
lab_served
lab_end 'INVITE 180 200 ACK BYE 200'
