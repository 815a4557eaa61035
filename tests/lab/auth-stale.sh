#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The nonce of Kamailio has grown old; the phone takes the new one.
. "$(dirname "$0")/common.sh"
lab_begin auth-stale
lab_kamailio kamailio.cfg '-A SHORT_NONCE'
lab_call "$(lab_xml register-stale.xml)" -auth_uri pbx.example
lab_end 'REGISTER 401 REGISTER 200 REGISTER 401 REGISTER 200'
