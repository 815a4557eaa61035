#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The callee signs off, then somebody calls.
. "$(dirname "$0")/common.sh"
lab_begin callee-unregistered
lab_kamailio kamailio.cfg
lab_register 4190 "$lab_callee"
sleep 1
lab_register 4190 "$lab_callee" unregister.xml
sleep 1
lab_call "$(lab_xml uac-proxy-404.xml)" -auth_uri 4190@pbx.example
reg='REGISTER 401 REGISTER 200'
lab_end "$reg $reg INVITE 407 ACK INVITE( 404) ACK"
