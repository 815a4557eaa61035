#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A request that nobody answers over UDP goes through over TCP.
. "$(dirname "$0")/common.sh"
lab_begin transport-switch
lab_drop 'udp dport 5060'
FLOW_B=no FLOW_FAILS=yes LAB_TIMEOUT=9 FLOW_SEED=switch lab_flow <<'FLOW'
> OPTIONS
< 200
FLOW
FLOW_SEED=switch lab_flow TRANSPORT=TCP <<'FLOW'
> OPTIONS cseq=2
< 200
FLOW
lab_end 'OPTIONS( OPTIONS){3,8} 200'
