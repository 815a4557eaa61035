#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The server fails inside.
. "$(dirname "$0")/common.sh"
lab_begin 500-error
lab_refused '500 Server Internal Error' \
	'Warning: 399 pbx.example "Cannot reach the database"'
