#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# An emergency call whose location is not where it says.
. "$(dirname "$0")/common.sh"
lab_begin emergency-location
lab_flow TO=112 <<'FLOW'
> INVITE uri=urn:service:sos
	Geolocation: <cid:4021@pbx.example>
	Geolocation-Routing: yes
	sdp
< 100
< 424 Bad Location Information
	Geolocation-Error: 100;code="Cannot Process Location"
> ACK uri=urn:service:sos
FLOW
lab_flow_end
