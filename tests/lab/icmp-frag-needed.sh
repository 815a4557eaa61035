#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The INVITE is too large for the link behind the router, which says so; the
# phone has ICMP switched off and goes on.
. "$(dirname "$0")/common.sh"
LAB_LATER=yes LAB_IFACE=router0
lab_begin icmp-frag-needed 1300
. "$(dirname "$0")/big-offer.sh"
lab_nat
lab_drop 'icmp type destination-unreachable' "$lab_inside_ns"
lab_record "$lab_phones_ns"
lab_phones_ns_was=$lab_phones_ns
lab_phones_ns=$lab_inside_ns lab_caller=10.23.0.21
lab_fails "$(lab_xml uac-silent.xml HEADERS="$big_headers" OFFER="$big_offer")"
lab_phones_ns=$lab_phones_ns_was
lab_end '(INVITE ?){5,7}'
