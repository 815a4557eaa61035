#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The callee has moved, and the caller does not follow.
. "$(dirname "$0")/common.sh"
lab_begin 302-not-followed
lab_serve "$(lab_xml uas-refused.xml STATUS='302 Moved Temporarily' \
	HEADERS='Contact: <sip:4195@pbx.example>')"
lab_call "$(lab_xml uac-refused.xml CODE=302)"
lab_served
sleep 6
lab_serve "$(lab_xml uas-plain.xml METHOD=OPTIONS STATUS='200 OK')"
lab_call "$(lab_xml options.xml)"
lab_end 'INVITE 100 302 ACK OPTIONS 200'
