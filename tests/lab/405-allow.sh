#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# PUBLISH to a server that has no such method.
. "$(dirname "$0")/common.sh"
lab_begin 405-allow
lab_plain PUBLISH '405 Method Not Allowed' \
	'Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER' \
	HEADERS='Event: presence
Expires: 3600' CONTENT=application/pidf+xml \
	BODY='<?xml version="1.0"?><presence/>'
