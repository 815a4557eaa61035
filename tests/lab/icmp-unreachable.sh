#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Nothing listens at the port of the server.
. "$(dirname "$0")/common.sh"
lab_begin icmp-unreachable
lab_fails "$(lab_xml uac-silent.xml)" -max_invite_retrans 3
lab_end '(INVITE ?){4}'
