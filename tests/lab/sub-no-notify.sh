#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A subscription is accepted, and no state ever comes.
. "$(dirname "$0")/common.sh"
lab_begin sub-no-notify
lab_flow <<'FLOW'
> SUBSCRIBE
	Event: dialog
	Expires: 600
	Accept: application/dialog-info+xml
< 200
	Expires: 600
wait 34000
> OPTIONS
< 200
FLOW
lab_flow_end
