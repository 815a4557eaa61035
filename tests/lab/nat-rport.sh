#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone behind NAT as it should be: it asks for rport, and Kamailio answers to
# where the packet came from.
. "$(dirname "$0")/common.sh"
lab_begin nat-rport
lab_nat
lab_kamailio kamailio.cfg
FLOW_B=no lab_flow A=10.23.0.21 <<'FLOW'
> REGISTER
	Via: SIP/2.0/UDP 10.23.0.21:5060;rport;branch=z9hG4bKnatrport1
< 401
> REGISTER auth
	Via: SIP/2.0/UDP 10.23.0.21:5060;rport;branch=z9hG4bKnatrport2
< 200
FLOW
lab_flow_end
