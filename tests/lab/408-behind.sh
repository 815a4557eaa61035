#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The phone behind a proxy has gone without signing off.  The proxy gives up
# after 30 s and answers 408, two seconds before its own transaction is over.
. "$(dirname "$0")/common.sh"
LAB_FILTER='udp port 5060'
lab_begin 408-behind
lab_need nft nftables
lab_kamailio kamailio.cfg
lab_register 4190 "$lab_callee"
ip netns exec "$lab_phones_ns" nft -f - <<-END
	table ip gone {
		chain in {
			type filter hook input priority 0
			ip daddr $lab_callee drop
		}
	}
END
call=$(lab_xml uac-proxy-404.xml)
# One step more lies between the INVITE and its ACK.
sed -i -e 's|<recv response="404"/>|<recv response="100"/>&|' \
	-e 's|response="404"|response="408"|' \
	-e '/response="408"/,$s/branch-2/branch-3/' "$call"
lab_call "$call" -auth_uri 4190@pbx.example
# Past the time of the INVITE.
sleep 4
lab_register 4021 "$lab_caller"
reg='REGISTER 401 REGISTER 200'
lab_end "$reg INVITE 407 ACK INVITE 100( INVITE)+ 408 ACK $reg"
