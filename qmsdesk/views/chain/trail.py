"""Where one has been while walking a chain: back and forward, as in a browser."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")


class Trail(Generic[T]):
    """Places in the order they were gone to; a new one cuts off what lies ahead."""

    def __init__(self, first: T) -> None:
        self._places, self._at = [first], 0

    @property
    def here(self) -> T:
        """The present place."""
        return self._places[self._at]

    def go(self, place: T) -> None:
        """A further place."""
        if place != self.here:
            self._places[self._at + 1 :] = [place]
            self._at += 1

    def can_step(self, by: int) -> bool:
        """There is a place so far back (−1) or ahead (+1)."""
        return 0 <= self._at + by < len(self._places)

    def step(self, by: int) -> bool:
        """Go there; False when there is none."""
        if not self.can_step(by):
            return False
        self._at += by
        return True
