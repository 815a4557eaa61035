#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A proxy says 100, hears nothing from the next hop and gives up after 8 s.
. "$(dirname "$0")/common.sh"
lab_begin 408-timeout
LAB_DELAY=8000
lab_refused '408 Request Timeout' ''
