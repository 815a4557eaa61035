#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone behind NAT that does not ask for rport; Kamailio answers to the port
# in Via, as the standard wants, and the router drops that.
. "$(dirname "$0")/common.sh"
lab_begin nat-via-private
lab_nat
lab_drop 'udp dport 5060' "$lab_phones_ns"
lab_kamailio kamailio.cfg
LAB_TIMEOUT=6 FLOW_B=no FLOW_FAILS=yes lab_flow A=10.23.0.21 <<'FLOW'
> OPTIONS
< 200
FLOW
lab_end 'OPTIONS 200( OPTIONS 200){3,6}'
