"""For the tests of accounts: recovery codes at a thousandth of their cost, but for the test of what is stored."""

from collections.abc import Iterator

import pytest

from tracker.accounts.models import digests


@pytest.fixture(scope="package", autouse=True)
def _cheap_recovery_codes() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(digests, "MEMORY_KIB", 8)
        yield
