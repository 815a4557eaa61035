#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Something rewrites the Contact of a phone, which registers again and again.
. "$(dirname "$0")/common.sh"
lab_begin reg-flapping
lab_i=0
for lab_pause in 3 7 2 9 4 1; do
	lab_i=$((lab_i + 1))
	lab_flow APORT=$((5062 + lab_i * 2)) <<'FLOW'
> REGISTER
< 401
> REGISTER auth
< 200
FLOW
	sleep $lab_pause
done
lab_flow_end
