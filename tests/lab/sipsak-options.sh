#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# sipsak pings Kamailio.
. "$(dirname "$0")/common.sh"
lab_begin sipsak-options
lab_need sipsak sipsak
lab_kamailio kamailio.cfg
ip netns exec "$lab_phones_ns" sipsak -vv -H 192.0.2.10 \
	-s sip:4190@192.0.2.5 >"$lab_tmp/sipsak.err" 2>&1 ||
	lab_fail "sipsak failed"
lab_end 'OPTIONS 200'
