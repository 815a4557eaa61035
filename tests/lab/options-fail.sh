#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Six pings, each answered with 503.
. "$(dirname "$0")/common.sh"
lab_begin options-fail
LAB_CALLS=6
lab_serve "$(lab_xml uas-plain.xml METHOD=OPTIONS \
	STATUS='503 Service Unavailable')"
lab_call "$(lab_xml uac-plain.xml METHOD=OPTIONS CODE=503)" -r 1
lab_served
lab_end '(OPTIONS 503 ?){6}'
