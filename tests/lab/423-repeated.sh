#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A registration that is too short; the phone asks for the same again.
. "$(dirname "$0")/common.sh"
lab_begin 423-repeated
lab_serve "$(lab_xml registrar-423-again.xml)"
lab_call "$(lab_xml register-423-again.xml)"
lab_served
lab_end 'REGISTER 423 REGISTER 423 REGISTER 423'
