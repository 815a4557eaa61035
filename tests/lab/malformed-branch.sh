#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone whose branch does not begin with z9hG4bK.
. "$(dirname "$0")/common.sh"
lab_begin malformed-branch
lab_flow <<'FLOW'
> OPTIONS branch=8f2b17
< 200
FLOW
lab_flow_end
