#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The server answers only the third copy of the INVITE.
. "$(dirname "$0")/common.sh"
lab_begin retransmissions
lab_serve "$(lab_xml uas-late.xml)"
lab_call "$(lab_xml uac-answer.xml)"
lab_served
lab_end 'INVITE INVITE INVITE 100 180 200 ACK BYE 200'
