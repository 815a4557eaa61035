#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The answer to REGISTER does not list the Contact, so the phone asks again.
. "$(dirname "$0")/common.sh"
lab_begin reg-200-no-binding
lab_flow <<'FLOW'
> REGISTER
< 401
> REGISTER auth
< 200
	-Contact
	Expires: 600
wait 3000
> REGISTER auth
< 200
	-Contact
	Expires: 600
wait 3000
> REGISTER auth
< 200
	-Contact
	Expires: 600
FLOW
lab_flow_end
