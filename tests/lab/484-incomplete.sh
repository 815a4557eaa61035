#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A number that is too short.
. "$(dirname "$0")/common.sh"
lab_begin 484-incomplete
lab_refused '484 Address Incomplete' '' \
	TO=41
