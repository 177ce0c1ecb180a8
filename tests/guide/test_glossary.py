"""Terms are for readers: each is used somewhere, explained in sentences, and never by itself alone."""

from tests.guide.texts import blocks, sentences, the_guide, words


def test_every_term_is_linked_from_some_text() -> None:
    linked = {link.href.removeprefix("term:") for block in blocks() for link in block.links}
    unused = sorted(set(the_guide().terms) - linked)
    assert not unused, f"terms that no text links: {unused}; link them, or retire them"


def test_every_term_is_explained_in_one_to_three_sentences() -> None:
    terms = the_guide().terms
    assert len(terms) > 20
    for term in terms.values():
        assert term.means.endswith("."), term.id
        assert 1 <= len(sentences(term.means)) <= 3, term.id
        assert 8 <= len(words(term.means)) <= 60, term.id


def test_no_two_terms_have_one_name() -> None:
    names = [term.term.casefold() for term in the_guide().terms.values()]
    assert len(names) == len(set(names))
