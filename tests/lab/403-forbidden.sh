#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The server refuses the call without saying why.
. "$(dirname "$0")/common.sh"
lab_begin 403-forbidden
lab_refused '403 Forbidden' ''
