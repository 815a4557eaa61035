#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The callee is busy on every device.
. "$(dirname "$0")/common.sh"
lab_begin 600-busy
lab_refused '600 Busy Everywhere' 'Retry-After: 300'
