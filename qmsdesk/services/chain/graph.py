"""All nodes and links there are, kept so that they can be walked in both directions."""

from __future__ import annotations

from collections.abc import Iterable

from qmsdesk.services.chain.nodes import Key, Link, Node


class Graph:
    """Links always lead from an earlier node to a later one, or stand ``beside`` (versions of an item)."""

    def __init__(self) -> None:
        self.nodes: dict[Key, Node] = {}
        self._links: dict[tuple[Key, Key], Link] = {}
        self._down: dict[Key, list[Key]] = {}
        self._up: dict[Key, list[Key]] = {}

    def add(self, node: Node) -> None:
        """Another node."""
        self.nodes[node.key] = node

    def link(self, above: Key, below: Key, why: str, *, beside: bool = False) -> None:
        """Another link; one to what is not there (void, deleted) counts for nothing, the first of a pair stays."""
        if above in self.nodes and below in self.nodes and above != below and (above, below) not in self._links:
            self._links[above, below] = Link(above, below, why, beside)
            for one, other in ((above, below), (below, above)) if beside else ((above, below),):
                self._down.setdefault(one, []).append(other)
                self._up.setdefault(other, []).append(one)

    def below(self, key: Key) -> list[Key]:
        """What a node leads to at once."""
        return self._down.get(key, [])

    def reach(self, starts: Iterable[Key]) -> set[Key]:
        """The starts, all that leads to them, and all that follows: if a reaches b, b reaches a."""
        firsts = list(starts)
        return _walk(firsts, self._up) | _walk(firsts, self._down)

    def links_among(self, keys: set[Key]) -> tuple[Link, ...]:
        """The links between some nodes."""
        return tuple(each for each in self._links.values() if each.above in keys and each.below in keys)


def _walk(starts: list[Key], by: dict[Key, list[Key]]) -> set[Key]:
    found, waiting = set(starts), list(starts)
    while waiting:
        for key in by.get(waiting.pop(), ()):
            if key not in found:
                found.add(key)
                waiting.append(key)
    return found
