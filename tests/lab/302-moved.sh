#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The callee has moved; the caller follows.
. "$(dirname "$0")/common.sh"
lab_begin 302-moved
lab_serve "$(lab_xml uas-302.xml)"
lab_call "$(lab_xml uac-302.xml)"
lab_served
lab_end 'INVITE 100 302 ACK INVITE 100 180 200 ACK BYE 200'
