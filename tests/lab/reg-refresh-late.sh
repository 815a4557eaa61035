#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A registration for 60 s is refreshed after 72 s.
. "$(dirname "$0")/common.sh"
lab_begin reg-refresh-late
LAB_TIMEOUT=120 lab_flow <<'FLOW'
> REGISTER
< 401
> REGISTER auth
	Expires: 60
< 200
	Contact: <sip:4021@192.0.2.10:5060>;expires=60
wait 72000
> REGISTER auth
	Expires: 60
< 200
	Contact: <sip:4021@192.0.2.10:5060>;expires=60
FLOW
lab_flow_end
