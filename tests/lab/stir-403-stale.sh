#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The signature of the call is nine minutes old.
. "$(dirname "$0")/common.sh"
lab_begin stir-403-stale
. "$(dirname "$0")/stir.sh"
stir_refused '403 Stale Date' 15550104021 540
