#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A scanner (svmap of SIPVicious) finds Kamailio.
. "$(dirname "$0")/common.sh"
lab_begin scan
lab_need svmap sipvicious
lab_kamailio kamailio.cfg
HOME=$lab_tmp ip netns exec "$lab_phones_ns" svmap -v 192.0.2.5 \
	</dev/null >"$lab_tmp/svmap.err" 2>&1
lab_end 'OPTIONS 200'
