"""The difference between two evaluations, class by class."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

Numbers = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Difference:
    """One number in both evaluations; None where it does not exist (no truth, class unknown), and then no change either."""

    before: float | None
    after: float | None

    @property
    def change(self) -> float | None:
        """After minus before."""
        return None if self.before is None or self.after is None else self.after - self.before


def difference(before: Numbers, after: Numbers) -> dict[str, Difference]:
    """Number by number, in the order of ``before`` and then what only ``after`` has. −1 and NaN count as None."""
    return {name: Difference(_known(before.get(name)), _known(after.get(name))) for name in {**before, **after}}


def by_class(before: Mapping[str, Numbers], after: Mapping[str, Numbers]) -> dict[str, dict[str, Difference]]:
    """The same for each class, by class id: classes in the order of ``before``, then those that only ``after`` has."""
    return {klass: difference(before.get(klass, {}), after.get(klass, {})) for klass in {**before, **after}}


def _known(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) or value == -1 else value
