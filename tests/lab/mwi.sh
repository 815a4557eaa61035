#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A message that waits, told to a phone that did not subscribe.
. "$(dirname "$0")/common.sh"
lab_begin mwi
lab_flow A=192.0.2.5 B=192.0.2.10 USER=4190 TO=4021 <<'FLOW'
> NOTIFY uri=sip:4021@192.0.2.10:5060
	Event: message-summary
	Subscription-State: active
	body application/simple-message-summary
	|Messages-Waiting: yes
	|Voice-Message: 2/0
< 200
FLOW
lab_flow_end
