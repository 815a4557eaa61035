#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The server asks for 30 s of peace; the caller tries every 1.5 s.
. "$(dirname "$0")/common.sh"
lab_begin retry-after-ignored
lab_serve "$(lab_xml uas-503-again.xml)"
lab_call "$(lab_xml uac-503-again.xml)"
lab_served
lab_end 'INVITE 100 503 ACK INVITE 100 503 ACK INVITE 100 503 ACK'
