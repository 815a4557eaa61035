#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Two phones have the same account, and the server keeps one Contact.
. "$(dirname "$0")/common.sh"
lab_begin reg-two-devices
for lab_who in 10 11 10 11 10 11; do
	lab_flow A=192.0.2.$lab_who <<'FLOW'
> REGISTER
< 401
> REGISTER auth
< 200
FLOW
	sleep 2
done
lab_flow_end
