#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Of the packets to the server each twelfth is lost.
. "$(dirname "$0")/common.sh"
lab_begin retrans-rate
LAB_CALLS=60
lab_drop 'udp dport 5060 numgen inc mod 12 == 3'
lab_serve "$(lab_xml uas-plain.xml METHOD=OPTIONS STATUS='200 OK')"
lab_call "$(lab_xml options.xml)" -r 20
lab_served
lab_end '((OPTIONS|200) ?){124,127}'
