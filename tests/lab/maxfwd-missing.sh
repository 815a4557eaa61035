#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone that leaves Max-Forwards out.
. "$(dirname "$0")/common.sh"
lab_begin maxfwd-missing
lab_flow <<'FLOW'
> OPTIONS
	-Max-Forwards
< 200
FLOW
lab_flow_end
