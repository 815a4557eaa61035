# SPDX-License-Identifier: BSD-2-Clause
"""Importing this fills the registry."""

from . import scenes_file, scenes_fragment, scenes_hep  # noqa: F401
from . import scenes_inside, scenes_length, scenes_link  # noqa: F401
from . import scenes_loss, scenes_odd  # noqa: F401
from . import scenes_message, scenes_sctp, scenes_stream  # noqa: F401
from . import scenes_tcp  # noqa: F401
from . import scenes_tls, scenes_tunnel, scenes_websocket  # noqa: F401
