#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone with a wrong password registers with Kamailio.
. "$(dirname "$0")/common.sh"
lab_begin auth-wrong-password
lab_kamailio kamailio.cfg
lab_call "$(lab_xml register-wrong.xml)" -auth_uri pbx.example
lab_end 'REGISTER 401 REGISTER 401 REGISTER 401 REGISTER 401'
