"""The checker that every page goes through finds what it is there to find."""

import pytest

from tests.pages import Page

GOOD = """<!doctype html><html lang="en"><head><title>Knots · Milepost</title></head><body><h1>Knots</h1>
<form method="post" action="/tie"><input type="hidden" name="csrf_token" value="abc">
<label for="rope">Rope</label><input id="rope" name="rope"><label>Length <select name="length"></select></label>
<textarea name="note" aria-label="Note"></textarea><button>Tie</button></form>
<img src="/knot.png" alt=""><script src="/a.js"></script></body></html>"""


def test_a_good_page_passes() -> None:
    page = Page(GOOD, "GET /").check()
    assert page.title == "Knots · Milepost"
    assert page.csrf_token == "abc"
    assert page.form("/tie").one("button").text == "Tie"
    assert page.one("input", name_="rope")["id"] == "rope"


@pytest.mark.parametrize(
    "old,new,fault",
    [
        ("Knots · Milepost", " · Milepost", "title is missing"),
        ("Knots · Milepost", "Knots", "does not end in"),
        ("<h1>Knots</h1>", "", "one h1 is expected"),
        ("<h1>Knots</h1>", "<h1>Knots</h1><h1>More</h1>", "one h1 is expected"),
        (' lang="en"', "", "language"),
        ('<img src="/knot.png" alt="">', '<img src="/knot.png" alt="" id="rope">', "used twice"),
        ('<label for="rope">Rope</label>', "", "“rope” has no label"),
        ("<label>Length <select", "<label><select", "“length” has no label"),
        (' aria-label="Note"', "", "“note” has no label"),
        ('<input type="hidden" name="csrf_token" value="abc">', "", "0 CSRF tokens"),
        ('method="post"', 'method="get"', "in the address"),
        ("<h1>", '<h1 style="color:red">', "carries a style"),
        ("<h1>", "<style></style><h1>", "carries a style"),
        ("<h1>", '<h1 onclick="go()">', "onclick"),
        (' src="/a.js"', "", "script stands in the page"),
        (' alt=""', "", "no alt"),
        ("<button>Tie</button>", "<button></button>", "without words"),
        ("<h1>", '<a href="JavaScript:go()">go</a><h1>', "leads to"),
        ("/knot.png", "https://elsewhere.example/knot.png", "another host"),
    ],
)
def test_each_fault_is_named(old: str, new: str, fault: str) -> None:
    assert old in GOOD
    with pytest.raises(AssertionError, match=fault):
        Page(GOOD.replace(old, new, 1), "GET /").check()


@pytest.mark.parametrize("html", ["<div><p>open", "<b><i>crossed</b></i>", '<p id="a" id="b">twice</p>'])
def test_html_that_browsers_would_have_to_guess_is_refused(html: str) -> None:
    with pytest.raises(AssertionError):
        Page(html, "GET /")
