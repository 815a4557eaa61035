#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A border controller grants 20 s, so that NAT stays open.
. "$(dirname "$0")/common.sh"
lab_begin reg-expires-short
lab_flow <<'FLOW'
> REGISTER
< 401
> REGISTER auth
< 200
	Contact: <sip:4021@192.0.2.10:5060>;expires=20
wait 10000
> REGISTER auth
< 200
	Contact: <sip:4021@192.0.2.10:5060>;expires=20
wait 10000
> REGISTER auth
< 200
	Contact: <sip:4021@192.0.2.10:5060>;expires=20
FLOW
lab_flow_end
