#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Make the captures of the wire lab.

wire.py DIRECTORY [NAME...]   write them (all of them) there
wire.py --list                print their names

The bytes are the same each time.  Nothing but Python's standard library.
"""

import os
import sys

sys.dont_write_bytecode = True

from lab import scenes  # noqa: E402,F401
from lab.registry import MAKERS  # noqa: E402


def main(words):
    if words == ['--list']:
        print('\n'.join(sorted(MAKERS)))
        return 0
    if not words or words[0].startswith('-'):
        sys.stderr.write(__doc__)
        return 2
    directory, names = words[0], words[1:] or sorted(MAKERS)
    os.makedirs(directory, exist_ok=True)
    for name in names:
        if name not in MAKERS:
            sys.stderr.write('wire.py: no capture `%s\'\n' % name)
            return 2
        with open(os.path.join(directory, name), 'wb') as out:
            out.write(MAKERS[name]())
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
