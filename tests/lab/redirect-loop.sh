#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Two numbers are redirected to each other.
. "$(dirname "$0")/common.sh"
lab_begin redirect-loop
lab_flow <<'FLOW'
> INVITE
	sdp
< 302
	Contact: <sip:4191@pbx.example>
> ACK
> INVITE uri=sip:4191@pbx.example
	sdp
< 302
	Contact: <sip:4190@pbx.example>
> ACK
> INVITE
	sdp
< 302
	Contact: <sip:4191@pbx.example>
> ACK
> INVITE uri=sip:4191@pbx.example
	sdp
< 302
	Contact: <sip:4190@pbx.example>
> ACK
FLOW
lab_flow_end
