# SPDX-License-Identifier: BSD-2-Clause
# symbols.awk - judge `objdump -t' of the objects: exported names begin with the
# name of their file, and nothing is writable but what is allowed by name.
# -v flag=NAME: the one volatile sig_atomic_t of src/main.c or src/signal.c.

/:[ \t]+file format / {
	file = $1
	sub(/:$/, "", file)
	sub(/.*\//, "", file)
	sub(/\.o$/, "", file)
	sub(/^sipexplain-/, "", file)
	next
}

# what the compiler and its sanitizers add
$NF ~ /^(__|\.|_GLOBAL_)/ || $NF == "main" { next }

# value, flags, section, size, [visibility,] name
!/ [gluw! ]*[a-zA-Z]* *[FO] / && !/ (\*COM\*|\.tbss|\.tdata)/ { next }

{
	section = ""
	for (i = 2; i < NF; i++)
		if ($i ~ /^[.*]/) {
			section = $i
			break
		}
	if (section == "*UND*")
		next
	exported = ($2 == "g" || $2 == "w" || $2 == "u" || section == "*COM*")
}

section ~ /^(\.t?data|\.t?bss|\*COM\*)/ && section !~ /^\.data\.rel\.ro/ {
	allowed = 0
	if (section ~ /^\.t(data|bss)/ && file == "sip_osip")
		allowed = 1
	# the language of the whole program, as setlocale() keeps one: set by
	# main before there are threads, read wherever something is said
	if (file == "catalog_lang" && $NF == "in_use")
		allowed = 1
	if ((file == "main" || file == "signal") && flag != "" && $NF == flag)
		allowed = 1
	if (!allowed)
		print file ".o: writable variable " $NF " (" section ")"
}

exported && index($NF, file "_") != 1 && $NF != file && $NF != "rule_" file {
	# generated tables of the catalog
	if (file ~ /_table$/ && index($NF, "catalog_") == 1)
		next
	print file ".o: " $NF " does not begin with " file "_"
}
