#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A number that the server does not know.
. "$(dirname "$0")/common.sh"
lab_begin 404-not-found
lab_refused '404 Not Found' '' \
	TO=4999
