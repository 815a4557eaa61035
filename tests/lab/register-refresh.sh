#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone that refreshes in time, with the nonce that it has.
. "$(dirname "$0")/common.sh"
lab_begin register-refresh
lab_kamailio kamailio.cfg
LAB_TIMEOUT=90 FLOW_B=no lab_flow <<'FLOW'
> REGISTER
< 401
> REGISTER auth
< 200
wait 35000
> REGISTER auth
< 200
wait 35000
> REGISTER auth
< 200
FLOW
lab_flow_end
