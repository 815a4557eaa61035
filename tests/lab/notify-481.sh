#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The phone restarted and does not know its subscription any more.
. "$(dirname "$0")/common.sh"
lab_begin notify-481
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
wait 3000
< NOTIFY
	Event: message-summary
	Subscription-State: active;expires=590
	body application/simple-message-summary
	|Messages-Waiting: yes
> 481
FLOW
lab_flow_end
