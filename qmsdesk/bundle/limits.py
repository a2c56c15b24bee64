"""The bounds that a bundle keeps and the verifier enforces; the writer refuses a plan beyond them."""

from __future__ import annotations

ENTRIES = 20_000
"""Files of one bundle, tag files included."""

TAG_FILES = 7
"""Files of a bundle that speak about the others: declaration, info, two manifests, index, catalogue, metadata."""

MEMBER_BYTES = 4 << 30
"""Unpacked bytes of one file."""

TOTAL_BYTES = 8 << 30
"""Unpacked bytes of the whole bundle."""

RATIO = 200
"""Unpacked to packed bytes of a file over ``RATIO_FROM``; more is a bomb, not a document."""

RATIO_FROM = 1 << 20

TAG_BYTES = 64 << 20
"""A list, the catalogue or the metadata is read into memory up to this size."""

COMPONENT_UNITS = 80
"""UTF-16 units of one part of a path, as Windows counts them."""

PATH_UNITS = 150
"""UTF-16 units of a path inside the bundle, from ``data/`` on."""

CHUNK = 1 << 20
"""Bytes read at a time: what the memory of writer and verifier depends on, instead of the size of files."""
