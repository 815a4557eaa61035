#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The calling number was changed after the call was signed.
. "$(dirname "$0")/common.sh"
lab_begin stir-438
. "$(dirname "$0")/stir.sh"
stir_refused '438' 15550100999
