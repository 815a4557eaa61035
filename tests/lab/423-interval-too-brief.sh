#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A registration that is too short; the phone asks for more.
. "$(dirname "$0")/common.sh"
lab_begin 423-interval-too-brief
lab_serve "$(lab_xml registrar-423.xml)"
lab_call "$(lab_xml register-423.xml)"
lab_served
lab_end 'REGISTER 423 REGISTER 200'
