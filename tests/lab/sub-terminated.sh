#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The server ends a subscription before its time.
. "$(dirname "$0")/common.sh"
lab_begin sub-terminated
lab_flow <<'FLOW'
> SUBSCRIBE
	Event: message-summary
	Expires: 600
< 200
	Expires: 600
< NOTIFY
	Event: message-summary
	Subscription-State: active;expires=600
	body application/simple-message-summary
	|Messages-Waiting: no
> 200
wait 4000
< NOTIFY
	Event: message-summary
	Subscription-State: terminated;reason=deactivated
> 200
FLOW
lab_flow_end
