#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone behind two routers, seen between them.
. "$(dirname "$0")/common.sh"
lab_begin nat-double
lab_addr "$lab_phones_ns" phones0 02:00:00:00:00:05 10.20.0.10 10.20.0.5
lab_addr "$lab_pbx_ns" pbx0 02:00:00:00:00:10 10.20.0.5 10.20.0.10
lab_nat 40122 192.168.77.21 10.20.0.10
lab_kamailio kamailio.cfg '' "$lab_pbx_ns" 10.20.0.5
FLOW_B=no lab_flow A=192.168.77.21 B=10.20.0.5 <<'FLOW'
> REGISTER
	Via: SIP/2.0/UDP 192.168.77.21:5060;rport;branch=z9hG4bKnatdouble1
< 401
> REGISTER auth
	Via: SIP/2.0/UDP 192.168.77.21:5060;rport;branch=z9hG4bKnatdouble2
< 200
FLOW
lab_flow_end
