#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A call demands an extension that the server does not know; the caller then
# leaves it out and gets through.
. "$(dirname "$0")/common.sh"
lab_begin 420-bad-extension
lab_serve uas-420.xml
lab_call uac-420.xml
lab_served
lab_end 'INVITE 420 ACK INVITE 100 180 PRACK 200 200 ACK BYE 200'
