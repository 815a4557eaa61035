#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Two real phones that have no codec in common.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060 or icmp'
lab_begin baresip-codec
. "$(dirname "$0")/phones.sh"
lab_kamailio kamailio.cfg
phone_baresip "$lab_caller" 4021 audio_codecs=pcmu/8000/1
phone_baresip "$lab_callee" 4190 'answermode=auto;audio_codecs=pcma/8000/1'
phone_do "$lab_caller" dial sip:4190@pbx.example
sleep 2
phone_off "$lab_caller"
phone_off "$lab_callee"
lab_end 'REGISTER.*INVITE.*488.*'
