"""How what is kept of people is described: the words that many tables share, and the shape of a description. Pure."""

from dataclasses import dataclass

YOU = "you, and whoever runs this server."
OPERATOR = "whoever runs this server."
WITH_ACCOUNT = "as long as your account exists."
IN_IT = "yes."
OPENS_NOTHING = "no, it would open nothing elsewhere."
NOBODYS = "no, it is nobody's."


@dataclass(frozen=True)
class Cookie:
    """`setting` holds its name, which differs with and without https."""

    setting: str
    why: str
    how_long: str


@dataclass(frozen=True)
class Stored:
    """Something that the browser keeps itself. `name`: how it is called there, up to what differs."""

    name: str
    what: str
    how_long: str


@dataclass(frozen=True)
class Table:
    name: str
    title: str
    what: str
    how_long: str = WITH_ACCOUNT
    who: str = YOU
    exported: str = IN_IT
    """Whether it is in an export; where not, why."""
