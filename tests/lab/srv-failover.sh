#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The first server is out of service, the caller goes to the second.
. "$(dirname "$0")/common.sh"
lab_begin srv-failover
FLOW_SEED=failover lab_flow <<'FLOW'
> INVITE
	sdp
< 503
> ACK
FLOW
FLOW_SEED=failover lab_flow B=192.0.2.6 <<'FLOW'
> INVITE cseq=2 branch=z9hG4bKfailover2
	sdp
< 100
< 180
wait 900
< 200
	sdp
> ACK
wait 2500
> BYE
< 200
FLOW
lab_flow_end
