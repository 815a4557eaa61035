#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# SUBSCRIBE for an event package that the server does not know.
. "$(dirname "$0")/common.sh"
lab_begin sub-refused
lab_plain SUBSCRIBE '489 Bad Event' 'Allow-Events: message-summary, refer' \
	HEADERS='Event: dialog
Expires: 600
Accept: application/dialog-info+xml' CONTENT=text/plain
