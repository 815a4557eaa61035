#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A call through a border controller with two addresses that is answered.  There is no
# id: each side has its own Call-ID, but the SDP is the caller's to the letter.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060'
lab_begin sbc-call
lab_kamailio sbc.cfg
lab_answer "$(lab_xml uas-answer.xml)"
call=$(lab_xml uac-answer.xml)
# An SDP session that is new, as phones make it, and what the other side's Contact
# became.
sed -i -e 's|o=- 4021 1|o=- 3950215312 3950215312|' \
	-e 's|<recv response="200"/>|<recv response="200" rrs="true"/>|' \
	-e 's/^\(ACK\|BYE\) [^ ]*/\1 [next_url]/' "$call"
lab_call "$call"
lab_served
lab_end 'INVITE 100 INVITE 180 180 200 200 ACK ACK BYE BYE 200 200'
