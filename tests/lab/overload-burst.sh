#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The server refuses fourteen calls in half a second.
. "$(dirname "$0")/common.sh"
lab_begin overload-burst
LAB_CALLS=14
lab_serve "$(lab_xml uas-refused.xml STATUS='503 Service Unavailable' \
	HEADERS= DELAY=5)"
lab_call "$(lab_xml uac-refused.xml CODE=503)" -r 28
lab_served
lab_end '((INVITE|100|503|ACK) ?){56}'
