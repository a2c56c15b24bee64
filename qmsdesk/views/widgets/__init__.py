"""Reusable parts of pages; each takes the theme it paints with as its first argument."""
