# SPDX-License-Identifier: BSD-2-Clause
# Real phones.  Sourced, never run.

# phone_baresip ADDRESS USER [ACCOUNT-PARAMETERS [MODULE...]]: a baresip that
# registers with the Kamailio at the pbx and takes commands on port 4444.
# PHONE_CONTACTS: whom it knows.  PHONE_PASSWORD: another than the right one.
# PHONE_EXPIRES: how long it registers.  PHONE_SEES: what it prints when it is up,
# in place of 200 OK.
phone_baresip()
{
	lab_need baresip baresip-core
	lab_need socat socat
	phone_dir=$lab_tmp/baresip-$1
	phone_at=$1
	mkdir "$phone_dir"
	printf '%s\n' 'poll_method epoll' "sip_listen $1:5060" \
		'audio_player aubridge,null' 'audio_source aubridge,null' \
		'audio_alert aubridge,null' \
		"module_path $(dirname "$(find /usr/lib -name g711.so \
			-path '*baresip*')")" \
		'module g711.so' 'module aubridge.so' \
		'module_tmp account.so' 'module_app menu.so' \
		"ctrl_tcp_listen $1:4444" 'module_app ctrl_tcp.so' \
		>"$phone_dir/config"
	echo "<sip:$2@pbx.example>;auth_pass=${PHONE_PASSWORD:-lab-secret};regint=${PHONE_EXPIRES:-600};"\
"outbound=\"sip:192.0.2.5\"${3:+;$3}" >"$phone_dir/accounts"
	echo "${PHONE_CONTACTS:-}" >"$phone_dir/contacts"
	shift 2
	[ $# -eq 0 ] || shift
	for phone_module; do
		case $phone_module in
		contact | presence | mwi) echo "module_app $phone_module.so" ;;
		*) echo "module $phone_module.so" ;;
		esac >>"$phone_dir/config"
	done
	ip netns exec "$lab_phones_ns" baresip -4 -f "$phone_dir" \
		</dev/null >"$phone_dir.out" 2>&1 &
	phone_pid=$!
	lab_pids="$lab_pids $phone_pid"
	lab_i=0
	until grep -q "${PHONE_SEES:-200 OK}" "$phone_dir.out"; do
		lab_i=$((lab_i + 1))
		[ $lab_i -lt 50 ] || lab_fail "baresip of $phone_at is not up"
		sleep 0.1
	done
}

# phone_do ADDRESS COMMAND [PARAMETERS]: tell that baresip, as a user would.
phone_do()
{
	phone_json="{\"command\":\"$2\",\"params\":\"${3:-}\"}"
	printf '%s:%s,' "${#phone_json}" "$phone_json" |
		ip netns exec "$lab_phones_ns" socat -t 0.3 - \
		"TCP:$1:4444" >>"$lab_tmp/phones.out" 2>&1 ||
		lab_fail "$1 does not listen"
}

# phone_off ADDRESS: switch it off; it signs off first.
phone_off()
{
	phone_do "$1" quit
	sleep 1
}

# phone_linphone ADDRESS USER [LINE...]: a linphonec that registers with the
# Kamailio at the pbx; LINEs are added to the section [sip] of its configuration.
# Each line of standard input is a number of seconds and what its user types then.
# PHONE_PORT: its port, on every address (5070).  PHONE_FLAGS: -a answers every call.
PHONE_FLAGS=
phone_linphone()
{
	lab_need linphonec linphone-cli
	phone_dir=$lab_tmp/linphone-$1
	phone_user=$2
	mkdir -p "$phone_dir/.local/share/linphone"
	ip -n "$lab_phones_ns" route replace default via 192.0.2.5 src "$1"
	shift 2
	printf '%s\n' '[sip]' "sip_port=${PHONE_PORT:-5070}" sip_tcp_port=0 \
		sip_tls_port=0 guess_hostname=1 default_proxy=0 "$@" \
		'[auth_info_0]' \
		"username=$phone_user" passwd=lab-secret realm=pbx.example \
		'[proxy_0]' 'reg_proxy=<sip:192.0.2.5>' \
		'reg_route=<sip:192.0.2.5;lr>' \
		"reg_identity=sip:$phone_user@pbx.example" reg_expires=600 \
		reg_sendregister=1 publish=0 '[sound]' playback_dev_id= \
		>"$phone_dir/rc"
	while read -r phone_wait phone_says; do
		sleep "$phone_wait"
		echo "$phone_says"
	done | HOME="$phone_dir" ip netns exec "$lab_phones_ns" \
		linphonec $PHONE_FLAGS -c "$phone_dir/rc" >"$phone_dir.out" 2>&1
}

# phone_twinkle ADDRESS USER [LINE...]: a Twinkle, without a window and without sound,
# that registers with the Kamailio at the pbx; LINEs are added to its profile.
# Standard input and PHONE_PORT as for phone_linphone.
phone_twinkle()
{
	lab_need twinkle-console twinkle-console
	phone_dir=$lab_tmp/twinkle-$1
	phone_user=$2
	ip -n "$lab_phones_ns" route replace default via 192.0.2.5 src "$1"
	shift 2
	mkdir -p "$phone_dir/.twinkle"
	printf '%s\n' dev_ringtone=alsa:null dev_speaker=alsa:null \
		dev_mic=alsa:null "sip_port=${PHONE_PORT:-5070}" \
		>"$phone_dir/.twinkle/twinkle.sys"
	printf '%s\n' "user_name=$phone_user" user_domain=pbx.example \
		auth_realm=pbx.example "auth_name=$phone_user" \
		auth_pass=lab-secret outbound_proxy=192.0.2.5 \
		registration_time=600 register_at_startup=yes "$@" \
		>"$phone_dir/.twinkle/lab.cfg"
	while read -r phone_wait phone_says; do
		sleep "$phone_wait"
		echo "$phone_says"
	done | HOME="$phone_dir" ip netns exec "$lab_phones_ns" \
		twinkle-console lab.cfg >"$phone_dir.out" 2>&1
}
