#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# A phone restarted three times, and its old bindings are still there.
. "$(dirname "$0")/common.sh"
lab_begin reg-contact-count
lab_flow <<'FLOW'
> REGISTER
	Contact: <sip:4021@192.0.2.10:5060>;+sip.instance="<urn:uuid:00000000-0000-1000-8000-02005e000010>"
< 401
> REGISTER auth
	Contact: <sip:4021@192.0.2.10:5060>;+sip.instance="<urn:uuid:00000000-0000-1000-8000-02005e000010>"
< 200
	Contact: <sip:4021@192.0.2.10:40122>;expires=310;+sip.instance="<urn:uuid:00000000-0000-1000-8000-02005e000010>"
	Contact+: <sip:4021@192.0.2.10:40318>;expires=402;+sip.instance="<urn:uuid:00000000-0000-1000-8000-02005e000010>"
	Contact+: <sip:4021@192.0.2.10:41005>;expires=511;+sip.instance="<urn:uuid:00000000-0000-1000-8000-02005e000010>"
	Contact+: <sip:4021@192.0.2.10:5060>;expires=600;+sip.instance="<urn:uuid:00000000-0000-1000-8000-02005e000010>"
FLOW
lab_flow_end
