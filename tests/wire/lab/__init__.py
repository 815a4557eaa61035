# SPDX-License-Identifier: BSD-2-Clause
"""The wire lab: captures of everything SIP travels in, made byte by byte."""
