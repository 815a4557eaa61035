#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# What the stanza of a finding names, a rule about it can set: each placeholder and
# each key of a Mark stands as a "literal" in the rule, in a file of src/diagnose/
# whose header it includes, or is a value that every finding has (values_common).
# Else the sentence could never be printed.
cd "${srcdir:-.}" || exit 99

# finding, name, why the sentence waits all the same
waiting() {
	cat <<-'END'
	drop-media-timeout seconds RTP is not read yet
	drop-media-timeout last-rtp RTP is not read yet
	nat-sdp-private rtp_none RTP is not read yet
	sdp-ptime sent RTP is not read yet
	sdp-ptime maxptime a limit: it says something beside the packets sent
	teams-fqdn name SIP that can be read came by HEP, and no certificate with it
	END
}

# finding, and each file of a rule about it: it may have several
rules() {
	grep -o '\.id = FINDING_[A-Z0-9_]*' src/diagnose/rules/*.c |
		sed 's/:\.id = FINDING_/ /' | tr 'A-Z_' 'a-z-' |
		sed 's/^src\/diagnose\/rules\/\(.*\)\.c \(.*\)/\2 \1/' |
		while read -r id file; do
			echo "+ $id $(echo "$file" | tr - _)"
		done
}

out=$( (waiting; rules) | ${AWK:-awk} '
	function literals(file,   line, s) {
		if (file in read)
			return
		read[file] = 1
		while ((getline line < file) > 0) {
			if (line ~ /^#include "diagnose\//) {
				sub(/^[^"]*"/, "", line)
				sub(/\.h".*/, "", line)
				helpers[file] = helpers[file] " src/" line ".c"
				continue
			}
			while (match(line, /"[a-z0-9_-]+"/)) {
				s = substr(line, RSTART + 1, RLENGTH - 2)
				sets[file, s] = 1
				line = substr(line, RSTART + RLENGTH)
			}
			if (file == common && line ~ /^void values_common/)
				last = 1
			if (last && line ~ /^}/)
				break
		}
		last = 0
		close(file)
	}
	function settable(name,   i, n, f) {
		n = split(files[id], f, " ")
		for (i = 1; i <= n; i++)
			if (sets_it(f[i], name))
				return 1
		return sets_it(rule, name)
	}
	function sets_it(rule, name,   i, n, f) {
		literals(rule)
		if ((rule, name) in sets || (common, name) in sets)
			return 1
		n = split(helpers[rule], f, " ")
		for (i = 1; i <= n; i++) {
			literals(f[i])
			if ((f[i], name) in sets)
				return 1
		}
		return 0
	}
	function want(name, what) {
		if (seen[id, name]++ || settable(name))
			return
		if ((id, name) in waits)
			used[id, name] = 1
		else
			print "finding " id ": nothing in " rule \
				" sets " what
	}
	# Another name of the file: a rule that includes its header has all of it.
	BEGIN { common = "src/diagnose/./values.c"; literals(common) }
	FILENAME == "-" && $1 == "+" {
		files[$2] = files[$2] " src/diagnose/rules/" $3 ".c"
		next
	}
	FILENAME == "-" { waits[$1, $2] = 1; next }
	/^Finding:/ {
		id = rule = $2
		known[id] = 1
		gsub(/-/, "_", rule)
		rule = "src/diagnose/rules/" rule ".c"
		literals(rule)
	}
	/^Sought:/ || /^[ \t]*$/ { id = "" }
	/^#/ || id == "" { next }
	{
		if ($1 == "Mark:")
			want($2, "the Mark " $2)
		text = $0
		while (match(text, /@[?!]?[a-z0-9_]+@/)) {
			name = substr(text, RSTART, RLENGTH)
			gsub(/[@?!]/, "", name)
			want(name, "@" name "@")
			text = substr(text, RSTART + RLENGTH)
		}
	}
	END {
		for (w in waits) {
			split(w, part, SUBSEP)
			if (w in used || !(part[1] in known))
				continue
			print part[1] ": " part[2] " need not wait any more"
		}
	}' - data/findings*.txt)
if [ -z "$out" ]; then
	echo 'ok 1 - values'
else
	echo 'not ok 1 - values'
	echo "$out" | sed 's/^/# /'
fi
echo 1..1
