"""The Markdown parser of guides, and how its tokens become HTML: what scrolls, what links, what is read aloud."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin


def plain(children: Sequence[Token] | None) -> str:
    return "".join(_pieces(children or [])).strip()


def _pieces(children: Sequence[Token]) -> Iterator[str]:
    for child in children:
        if child.type in {"text", "code_inline"}:
            yield child.content
        elif child.type in {"softbreak", "hardbreak"}:
            yield " "


def _scrolling_table(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    return f'<div class="table-scroll"{_block_id(tokens[at])} tabindex="0" role="group" aria-label="Table"><table>\n'


def _scrolling_code(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    return f'<pre{_block_id(tokens[at])} tabindex="0"><code>{escape(tokens[at].content)}</code></pre>\n'


def _block_id(token: Token) -> str:
    """Nothing in a footnote: only blocks of the text itself have an id."""
    return f' id="{token.attrs["id"]}"' if "id" in token.attrs else ""


def _column_head(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    """An empty corner heads no column: it is a plain cell."""
    if not tokens[at + 1].content:
        tokens[at].tag = tokens[at + 2].tag = "td"
    return self.renderToken(tokens, at, options, env)


def _end_of_table(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    return "</table></div>\n"


def _heading_end(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    opening = next(token for token in reversed(tokens[:at]) if token.type == "heading_open")
    title = escape(plain(tokens[at - 1].children))
    anchor = f' <a class="anchor" href="#{opening.attrs["id"]}" aria-label="Link to “{title}”">#</a>'
    return f"{anchor}</{tokens[at].tag}>\n"


def _footnote_back(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    number = tokens[at].meta["id"] + 1
    again = tokens[at].meta.get("subId", 0)
    name = f"fnref{number}" + (f":{again}" if again > 0 else "")
    return f' <a href="#{name}" class="footnote-backref" aria-label="Back to the text, note {number}">↩</a>'


def _footnote_ref(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    number = tokens[at].meta["id"] + 1
    again = tokens[at].meta.get("subId", 0)
    name = f"fnref{number}" + (f":{again}" if again > 0 else "")
    return f'<sup class="footnote-ref"><a href="#fn{number}" id="{name}" aria-label="Note {number}">{number}</a></sup>'


def _footnotes(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    return '<section class="footnotes" aria-label="Notes"><ol>\n'


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": True})
    parser.enable(["table", "strikethrough", "smartquotes"])
    parser.use(footnote_plugin).use(tasklists_plugin, label=True)
    rules: dict[str, Any] = {
        "fence": _scrolling_code,
        "table_open": _scrolling_table,
        "table_close": _end_of_table,
        "th_open": _column_head,
        "heading_close": _heading_end,
        "footnote_anchor": _footnote_back,
        "footnote_ref": _footnote_ref,
        "footnote_block_open": _footnotes,
    }
    for name, rule in rules.items():
        parser.add_render_rule(name, rule)
    return parser


PARSER = _parser()
