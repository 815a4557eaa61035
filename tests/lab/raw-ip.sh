#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A healthy call without link headers, as from a tunnel (link type RAW).
. "$(dirname "$0")/common.sh"
command -v editcap >/dev/null || {
	echo "raw-ip: editcap not found: install wireshark-common" >&2
	exit 1
}
lab_begin raw-ip
lab_serve "$(lab_xml uas-answer.xml)"
lab_call "$(lab_xml uac-answer.xml)"
lab_served
LAB_RAW=yes
lab_end 'INVITE 180 200 ACK BYE 200'
