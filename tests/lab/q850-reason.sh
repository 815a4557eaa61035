#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The trunk names the cause of ISDN: no circuit free.
. "$(dirname "$0")/common.sh"
lab_begin q850-reason
lab_refused '503 Service Unavailable' \
	'Reason: Q.850;cause=34;text="No circuit/channel available"' \
	TO=+15550100
