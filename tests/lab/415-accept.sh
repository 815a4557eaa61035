#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A message in a form that the callee cannot read.
. "$(dirname "$0")/common.sh"
lab_begin 415-accept
lab_plain MESSAGE '415 Unsupported Media Type' 'Accept: text/plain' \
	CONTENT=text/html BODY='<b>Good morning</b>'
