# SPDX-License-Identifier: BSD-2-Clause

# SX_CFLAG(VARIABLE, FLAGS): append FLAGS to VARIABLE if the compiler takes them
# without a warning.
AC_DEFUN([SX_CFLAG], [
	AC_MSG_CHECKING([whether $CC accepts $2])
	sx_save_CFLAGS=$CFLAGS
	CFLAGS="$CFLAGS -Werror $2"
	AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[#include <string.h>]],
		[[char b[8]; memset(b, 0, sizeof(b)); return b[0];]])],
		[AC_MSG_RESULT([yes]); $1="$$1 $2"], [AC_MSG_RESULT([no])])
	CFLAGS=$sx_save_CFLAGS
])

# SX_LDFLAG(VARIABLE, FLAGS): the same for flags of the linker.
AC_DEFUN([SX_LDFLAG], [
	AC_MSG_CHECKING([whether the linker accepts $2])
	sx_save_LDFLAGS=$LDFLAGS
	LDFLAGS="$LDFLAGS $2"
	AC_LINK_IFELSE([AC_LANG_SOURCE([[
#include <stddef.h>
/* Definitions for a probe of --wrap; without it they are merely unused. */
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t m);
void *__wrap_realloc(void *p, size_t n);
void *__wrap_malloc(size_t n) { (void)n; return NULL; }
void *__wrap_calloc(size_t n, size_t m) { (void)n; (void)m; return NULL; }
void *__wrap_realloc(void *p, size_t n) { (void)n; return p; }
int main(void) { return 0; }
]])],
		[AC_MSG_RESULT([yes]); $1="$$1 $2"], [AC_MSG_RESULT([no])])
	LDFLAGS=$sx_save_LDFLAGS
])

# SX_PIE: compile and link position-independent programs where that works.
AC_DEFUN([SX_PIE], [
	AC_MSG_CHECKING([whether $CC makes position-independent programs])
	sx_save_CFLAGS=$CFLAGS
	sx_save_LDFLAGS=$LDFLAGS
	CFLAGS="$CFLAGS -Werror -fPIE"
	LDFLAGS="$LDFLAGS -pie"
	AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])],
		[AC_MSG_RESULT([yes])
		HARDEN_CFLAGS="$HARDEN_CFLAGS -fPIE"
		HARDEN_LDFLAGS="$HARDEN_LDFLAGS -pie"],
		[AC_MSG_RESULT([no])])
	CFLAGS=$sx_save_CFLAGS
	LDFLAGS=$sx_save_LDFLAGS
])

# SX_REQUIRE_FLAG(FLAG, MESSAGE): stop with MESSAGE if FLAG does not link.
AC_DEFUN([SX_REQUIRE_FLAG], [
	AC_MSG_CHECKING([whether $CC links with $1])
	sx_save_CFLAGS=$CFLAGS
	CFLAGS="$CFLAGS $1"
	AC_LINK_IFELSE([AC_LANG_PROGRAM([], [])], [AC_MSG_RESULT([yes])],
		[AC_MSG_RESULT([no]); AC_MSG_ERROR([$2])])
	CFLAGS=$sx_save_CFLAGS
])

# SX_LIBRARY(PREFIX, PC-NAME, HEADER, LIB, FUNCTION, DEBIAN-PACKAGE): find a
# library by pkg-config, else by trying to link it.
AC_DEFUN([SX_LIBRARY], [
	PKG_CHECK_MODULES([$1], [$2], [], [
		AC_CHECK_HEADER([$3], [],
			[AC_MSG_ERROR([<$3> not found (Debian: $6)])])
		AC_CHECK_LIB([$4], [$5], [$1][_LIBS="-l$4"],
			[AC_MSG_ERROR([library $4 not found (Debian: $6)])])
	])
])

# SX_OSIP: only the parser library of libosip2 is used.
AC_DEFUN([SX_OSIP], [
	PKG_CHECK_EXISTS([libosip2], [
		OSIP_CFLAGS=`$PKG_CONFIG --cflags libosip2`
		OSIP_LIBS=`$PKG_CONFIG --libs-only-L libosip2`
	])
	sx_save_CPPFLAGS=$CPPFLAGS
	sx_save_LIBS=$LIBS
	CPPFLAGS="$CPPFLAGS $OSIP_CFLAGS"
	LIBS="$OSIP_LIBS $LIBS"
	AC_CHECK_HEADER([osipparser2/osip_parser.h], [],
		[AC_MSG_ERROR([<osipparser2/osip_parser.h> not found (Debian: libosip2-dev)])])
	AC_CHECK_LIB([osipparser2], [osip_message_parse],
		[OSIP_LIBS="$OSIP_LIBS -losipparser2"],
		[AC_MSG_ERROR([library osipparser2 not found (Debian: libosip2-dev)])])
	CPPFLAGS=$sx_save_CPPFLAGS
	LIBS=$sx_save_LIBS
	AC_SUBST([OSIP_CFLAGS])
	AC_SUBST([OSIP_LIBS])
])
