#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A request whose CSeq names another method.
. "$(dirname "$0")/common.sh"
lab_begin malformed-message
lab_flow <<'FLOW'
> OPTIONS
	CSeq: 1 INFO
< 400
FLOW
lab_flow_end
