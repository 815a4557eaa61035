#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The refusal is repeated because no ACK comes.
. "$(dirname "$0")/common.sh"
lab_begin ack-non2xx
lab_serve "$(lab_xml uas-noack-486.xml)"
lab_call "$(lab_xml uac-noack-486.xml)"
lab_served
lab_end 'INVITE 100( 486){7}'
