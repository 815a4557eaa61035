# SPDX-License-Identifier: BSD-2-Clause
# layers.awk - judge the #include lines of the tree by tests/layers.map.
# Run in the root of the tree: awk -f layers.awk tests/layers.map FILE...
# Prints one line for each fault: an include that goes up, a header outside its
# wall, a local header that does not exist, a cycle of headers.

function room(path,    r, best) {
	best = ""
	for (r in rank)
		if (index(path, r "/") == 1 && length(r) > length(best))
			best = r
	return best
}

# A place of layers.map as a regular expression for a whole path.
function place(p) {
	gsub(/\./, "\\.", p)
	gsub(/\*/, "[^/]*", p)
	if (p ~ /\/$/)
		p = p ".*"
	return "^" p "$"
}

# The path of a local header, seen from the root and from src/.
function resolve(inc) {
	if (inc in known)
		return inc
	if (("src/" inc) in known)
		return "src/" inc
	return ""
}

function fault(text) {
	print FILENAME ":" FNR ": " text
}

function check_walls(inc,    i) {
	for (i = 1; i <= walls; i++)
		if (inc ~ pattern[i] && FILENAME !~ places[i])
			fault("<" inc "> is walled off to" shown[i])
}

function check_local(inc,    to, from) {
	to = resolve(inc)
	if (to == "") {
		# what configure and the build make
		if (inc != "config.h" && inc != "data/finding_ids.h")
			fault("\"" inc "\" is in no room (paths start at the root or src/)")
		return
	}
	from = room(FILENAME)
	if (room(to) != from && rank[room(to)] + 0 >= rank[from] + 0)
		fault(from " (rank " rank[from] ") must not include " \
			to " (rank " rank[room(to)] ")")
	next_of[FILENAME] = next_of[FILENAME] " " to
}

# Depth first; a file met again while it is open closes a cycle.
function visit(f, path,    n, list, i) {
	state[f] = 1
	n = split(next_of[f], list, " ")
	for (i = 1; i <= n; i++) {
		if (state[list[i]] == 1)
			print "include cycle:" substr(path, index(path, \
				" " list[i] " ")) list[i]
		else if (!state[list[i]])
			visit(list[i], path list[i] " ")
	}
	state[f] = 2
}

BEGIN {
	for (i = 2; i < ARGC; i++)
		known[ARGV[i]] = 1
}

FNR == 1 { files++ }

files == 1 {
	if ($1 == "room")
		rank[$3] = $2
	if ($1 == "wall") {
		pattern[++walls] = $2
		for (i = 3; i <= NF; i++) {
			places[walls] = places[walls] (i > 3 ? "|" : "") place($i)
			shown[walls] = shown[walls] " " $i
		}
	}
	next
}

/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
	inc = $0
	sub(/^[^<"]*[<"]/, "", inc)
	sub(/[>"].*/, "", inc)
	check_walls(inc)
	if ($0 ~ /include[ \t]*"/)
		check_local(inc)
}

END {
	for (i = 2; i < ARGC; i++)
		if (!state[ARGV[i]])
			visit(ARGV[i], " " ARGV[i] " ")
}
