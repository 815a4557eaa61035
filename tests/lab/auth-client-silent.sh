#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone never answers the challenge of Kamailio.
. "$(dirname "$0")/common.sh"
lab_begin auth-client-silent
lab_kamailio kamailio.cfg
lab_call "$(lab_xml register-nocreds.xml)"
lab_end 'REGISTER 401 REGISTER 401 REGISTER 401'
