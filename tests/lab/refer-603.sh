#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A transfer is declined; the call goes on.
. "$(dirname "$0")/common.sh"
lab_begin refer-603
lab_serve "$(lab_xml uas-refer.xml)"
lab_call "$(lab_xml uac-refer.xml)"
lab_served
lab_end 'INVITE 100 180 200 ACK REFER 603 BYE 200'
