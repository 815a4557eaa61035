#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A registrar whose clock is wrong by a day, and one that is right.
. "$(dirname "$0")/common.sh"
lab_begin date-skew
lab_date() { LC_ALL=C date -u -d "$1" '+%a, %d %b %Y %H:%M:%S GMT'; }
lab_flow USER=4021 B=192.0.2.6 <<FLOW
> REGISTER
< 401
> REGISTER auth
< 200
	Date: $(lab_date now)
FLOW
lab_flow USER=4022 A=192.0.2.11 B=192.0.2.6 <<FLOW
> REGISTER
	Date: $(lab_date now)
< 401
> REGISTER auth
	Date: $(lab_date now)
< 200
	Date: $(lab_date now)
FLOW
lab_flow <<FLOW
> REGISTER
< 401
> REGISTER auth
< 200
	Date: $(lab_date '+1 day')
FLOW
lab_flow_end
