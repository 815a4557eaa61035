#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Text messages as they should be.
. "$(dirname "$0")/common.sh"
lab_begin message
lab_flow <<'FLOW'
> MESSAGE
	body text/plain
	|The door is open.
< 200
wait 1500
> MESSAGE
	body text/plain
	|And now it is closed.
< 202
FLOW
lab_flow_end
