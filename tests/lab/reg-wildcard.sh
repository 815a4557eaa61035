#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone signs off all its devices, then registers again.
. "$(dirname "$0")/common.sh"
lab_begin reg-wildcard
lab_flow <<'FLOW'
> REGISTER
< 401
> REGISTER auth
	Contact: *
	Expires: 0
< 200
	-Contact
wait 500
> REGISTER auth
< 200
FLOW
lab_flow_end
