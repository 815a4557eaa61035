#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A firewall swallows TCP to port 5060.
. "$(dirname "$0")/common.sh"
LAB_FILTER='tcp port 5060'
lab_begin tcp-no-answer
lab_drop 'tcp dport 5060'
LAB_TIMEOUT=16 FLOW_B=no FLOW_FAILS=yes lab_flow TRANSPORT=TCP <<'FLOW'
> OPTIONS
< 200
FLOW
lab_end ''
