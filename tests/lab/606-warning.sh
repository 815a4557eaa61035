#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The callee wants another session: no common network protocol.
. "$(dirname "$0")/common.sh"
lab_begin 606-warning
lab_refused '606 Not Acceptable' \
	'Warning: 300 pbx.example "Incompatible network protocol"'
