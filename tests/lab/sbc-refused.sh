#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A call through a border controller with two addresses, where each side has its own
# Call-ID.  The callee refuses it with 503; the caller gets 500.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060'
lab_begin sbc-refused
lab_kamailio sbc.cfg
lab_answer "$(lab_xml uas-refused.xml STATUS='503 Service Unavailable' \
	HEADERS='Retry-After: 30')"
lab_call "$(lab_xml uac-refused.xml CODE=500 \
	HEADERS="Session-ID: 5a1d0c4be4a743c5b27f4aa06d8e1f02;remote=$(printf %032d 0)")"
lab_served
lab_end 'INVITE 100 INVITE 100 503 ACK 500 ACK'
