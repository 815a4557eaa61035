#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A registration is refused right after the password.
. "$(dirname "$0")/common.sh"
lab_begin reg-403
lab_serve "$(lab_xml registrar-403.xml)"
lab_call "$(lab_xml register-403.xml)" -auth_uri pbx.example
lab_served
lab_end 'REGISTER 401 REGISTER 403'
