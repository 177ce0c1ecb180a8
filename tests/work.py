"""Work done through the models, where going through the pages would take a test too long."""

from collections.abc import Callable

from tracker.roadmap import Standing, changes


def always(change: changes.Change) -> Callable[[Standing], changes.Change]:
    """What `Progress.change` asks to decide: this, however the milestone stands."""
    return lambda _standing: change
