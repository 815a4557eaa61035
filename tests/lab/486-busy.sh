#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The callee is busy.
. "$(dirname "$0")/common.sh"
lab_begin 486-busy
lab_refused '486 Busy Here' ''
