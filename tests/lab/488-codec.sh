#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The caller offers nothing but G.729, which the server does not take.
. "$(dirname "$0")/common.sh"
lab_begin 488-codec
lab_refused '488 Not Acceptable Here' \
	'Warning: 305 pbx.example "Incompatible media format"' \
	OFFER='m=audio 16384 RTP/AVP 18 101
a=rtpmap:18 G729/8000
a=fmtp:18 annexb=no
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-16'
