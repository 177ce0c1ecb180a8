"""Terms are for readers: each is used in some text, explained in a few sentences, and has its name to itself."""

from tests.guide.texts import blocks, normalised, sentences, the_guide, words


def test_every_term_is_linked_or_named_in_some_text() -> None:
    texts = [block for block in blocks() if block.file.name != "glossary.yaml"]
    linked = {link.href.removeprefix("term:") for block in texts for link in block.links}
    said = " ".join(f" {normalised(block.text)} " for block in texts)
    terms = the_guide().terms
    unused = {
        term.id: term.term
        for term in terms.values()
        if term.id not in linked and f" {normalised(term.term.partition(' (')[0])}" not in said
    }
    assert not unused, f"terms that no text links or names: {unused}; use them, or retire them"


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
