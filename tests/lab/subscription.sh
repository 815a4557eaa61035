#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A subscription as it should be, refreshed once.
. "$(dirname "$0")/common.sh"
lab_begin subscription
lab_flow <<'FLOW'
> SUBSCRIBE
	Event: dialog
	Expires: 600
	Accept: application/dialog-info+xml
< 200
	Expires: 600
< NOTIFY
	Event: dialog
	Subscription-State: active;expires=600
	body application/dialog-info+xml
	|<?xml version="1.0"?>
	|<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="0" state="full" entity="sip:4190@pbx.example"/>
> 200
wait 3000
> SUBSCRIBE
	Event: dialog
	Expires: 600
	Accept: application/dialog-info+xml
< 200
	Expires: 600
< NOTIFY
	Event: dialog
	Subscription-State: active;expires=600
	body application/dialog-info+xml
	|<?xml version="1.0"?>
	|<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="1" state="full" entity="sip:4190@pbx.example"/>
> 200
FLOW
lab_flow_end
