#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The carrier does not trust who signed the call.
. "$(dirname "$0")/common.sh"
lab_begin stir-437
. "$(dirname "$0")/stir.sh"
stir_refused '437'
