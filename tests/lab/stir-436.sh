#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The carrier cannot fetch the certificate of the signature.
. "$(dirname "$0")/common.sh"
lab_begin stir-436
. "$(dirname "$0")/stir.sh"
stir_refused '436'
