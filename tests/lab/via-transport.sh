#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A client whose Via names another transport than the one it uses.
. "$(dirname "$0")/common.sh"
lab_begin via-transport
lab_flow TRANSPORT=TCP <<'FLOW'
> OPTIONS
	Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKviatransport1
< 200
FLOW
lab_flow_end
