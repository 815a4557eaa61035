# SPDX-License-Identifier: BSD-2-Clause
# A signed call that is refused.  Sourced, never run.

stir_part()
{
	printf '%s' "$1" | base64 -w 0 | tr '+/' '-_' | tr -d =
}

# stir_refused "STATUS PHRASE" [SIGNED NUMBER [AGE]]: the call carries an Identity
# made AGE s ago for SIGNED NUMBER, by nobody: nothing here checks it.
stir_refused()
{
	stir_iat=$(($(date +%s) - ${3:-2}))
	stir_token=$(stir_part '{"alg":"ES256","ppt":"shaken","typ":"passport",'\
'"x5u":"https://cert.example/lab.pem"}')
	stir_token=$stir_token.$(stir_part '{"attest":"A","dest":{"tn":'\
'["15550104190"]},"iat":'$stir_iat',"orig":{"tn":"'"${2:-15550104021}"'"},'\
'"origid":"00000000-0000-4000-8000-000000004021"}')
	stir_token=$stir_token.$(stir_part 'lab: no signature at all, 64 octets')
	lab_flow USER=+15550104021 TO=+15550104190 <<FLOW
> INVITE
	Identity: $stir_token;info=<https://cert.example/lab.pem>;alg=ES256;ppt="shaken"
	sdp
< 100
< $1
> ACK
FLOW
	lab_flow_end
}
