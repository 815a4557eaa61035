#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# An attended transfer whose Replaces names no call of the callee.
. "$(dirname "$0")/common.sh"
lab_begin replaces-481
lab_flow <<'FLOW'
> INVITE
	Require: replaces
	Replaces: 4b1f07a2@192.0.2.11;to-tag=b77;from-tag=a31
	sdp
< 100
< 481
> ACK
FLOW
lab_flow_end
