# SPDX-License-Identifier: BSD-2-Clause
"""Importing this fills the registry."""

from . import scenes_file, scenes_fragment, scenes_length  # noqa: F401
from . import scenes_link, scenes_loss, scenes_tcp, scenes_tunnel  # noqa: F401
