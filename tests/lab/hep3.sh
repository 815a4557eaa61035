#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Kamailio sends copies of a call to a capture server in HEP version 3.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 9060'
lab_begin hep3
lab_kamailio kamailio.cfg '-A HEP'
lab_register 4021 "$lab_caller"
lab_register 4190 "$lab_callee"
lab_answer "$(lab_xml uas-answer.xml)"
lab_call "$(lab_xml uac-proxy.xml)" -auth_uri 4190@pbx.example
lab_served
sleep 0.5
# tshark knows no HEP: count the packets here.
packets=$(tcpdump -nr "$lab_tmp/out.pcap" -A 2>/dev/null | grep -c HEP3)
[ "$packets" -eq 25 ] || lab_fail "$packets packets in HEP, wanted 25"
lab_end ''
