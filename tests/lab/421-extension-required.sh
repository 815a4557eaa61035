#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The server insists on an extension that the caller does not offer.
. "$(dirname "$0")/common.sh"
lab_begin 421-extension-required
lab_refused '421 Extension Required' 'Require: timer' \
	HEADERS='Supported: replaces'
