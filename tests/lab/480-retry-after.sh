#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The callee is away for a while.
. "$(dirname "$0")/common.sh"
lab_begin 480-retry-after
lab_refused '480 Temporarily Unavailable' 'Retry-After: 120 (in a meeting)'
