#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Nothing listens at the TCP port of the server.
. "$(dirname "$0")/common.sh"
lab_begin tcp-refused
lab_fails "$(lab_xml uac-silent.xml)" -t t1
lab_end ''
