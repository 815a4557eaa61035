#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A scanner (svcrack of SIPVicious) tries passwords at Kamailio.
. "$(dirname "$0")/common.sh"
lab_begin scan-crack
lab_need svcrack sipvicious
lab_kamailio kamailio.cfg
HOME=$lab_tmp ip netns exec "$lab_phones_ns" svcrack -u 4021 -r 100-122 \
	192.0.2.5 </dev/null >"$lab_tmp/svcrack.err" 2>&1
lab_end '(REGISTER|401| )*'
