#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone registers with a host that takes calls only.
. "$(dirname "$0")/common.sh"
lab_begin reg-not-registrar
lab_flow <<'FLOW'
> REGISTER
< 405
	Allow: INVITE, ACK, CANCEL, BYE, OPTIONS
FLOW
lab_flow_end
