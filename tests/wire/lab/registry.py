# SPDX-License-Identifier: BSD-2-Clause
"""The captures by name; a scene module adds its own with @capture."""

MAKERS = {}


def capture(name):
    """The function makes the bytes of captures/wire/NAME."""

    def add(maker):
        assert name not in MAKERS, name
        MAKERS[name] = maker
        return maker

    return add


def add(name, maker, *args, **how):
    """The same for one of several that a function makes."""
    capture(name)(lambda: maker(*args, **how))
