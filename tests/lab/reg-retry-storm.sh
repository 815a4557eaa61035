#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A registrar is overloaded, and the phone does not wait.
. "$(dirname "$0")/common.sh"
lab_begin reg-retry-storm
lab_flow <<'FLOW'
> REGISTER
< 503
wait 4000
> REGISTER
< 503
wait 4000
> REGISTER
< 503
wait 4000
> REGISTER
< 503
wait 4000
> REGISTER
< 503
wait 4000
> REGISTER
< 503
wait 4000
> REGISTER
< 503
FLOW
lab_flow_end
