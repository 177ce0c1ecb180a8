"""What is fetched once is not fetched again; what each page costs is in `test_every_page.py`."""

import pytest

from tests.browser.conftest import OpenTab
from tests.browser.visiting import sign_in
from tests.browser.wire import counted

pytestmark = pytest.mark.browser


def test_signing_in_costs_no_second_download(open_tab: OpenTab):
    tab = open_tab()
    tab.goto("/guides")
    sign_in(tab, "otto")
    with counted(tab) as later:
        tab.goto("/guides")
    assert later["Document"] > 0
    assert later["Stylesheet"] == 0
