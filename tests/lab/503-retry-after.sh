#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The server is overloaded and names a time.
. "$(dirname "$0")/common.sh"
lab_begin 503-retry-after
lab_refused '503 Service Unavailable' 'Retry-After: 30'
