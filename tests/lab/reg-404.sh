#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone registers an account that nobody made.
. "$(dirname "$0")/common.sh"
lab_begin reg-404
lab_flow <<'FLOW'
> REGISTER
< 401
> REGISTER auth
< 404
FLOW
lab_flow_end
