"""Who carl's mentees of the demo are, and how each of them stands: every state of the coach's list, and some beside it.

Pure. Days are counted back from the start of the demo; demo_coaching.py makes it so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

EVENINGS = (2.0, 2.0, 0.0, 2.0, 0.0, 3.0, 2.0)
FULL = (3.0, 3.0, 2.0, 3.0, 2.0, 4.0, 3.0)


@dataclass(frozen=True)
class Case:
    """`begun`: days since the plan's start; None: no plan. `lead`: how many days ahead of it they are, or behind."""

    name: str
    zone: str = "Europe/Berlin"
    background: str = "backend"
    role: str = "agent"
    hours: tuple[float, ...] = EVENINGS
    begun: int | None = 30
    lead: int = 1
    silent: int = 1
    """Days since the last milestone was finished or begun."""
    left: int = 0
    """How many of what the plan had by now they left open, beside the lead."""
    doing: int = 1
    """Days since the one under way was begun; 0: none is."""
    blocked: bool = False
    granted: int = 28
    """Days since carl may look."""
    shares_pace: bool = True
    asked: float = 0.0
    """Days since they asked for a review of the last one done."""
    question: str = ""
    returned: int = 0
    """Days since the last one done was returned."""
    approved: int = 0
    """How many of the first ones are approved; the last of them two days ago."""
    overruled: bool = False
    wanted_in: int | None = None
    """In how many days they want the next one done."""
    meets_in: int | None = None
    off: bool = False
    """Days off now."""
    brief: bool = False
    """All but the last three of what is done they already had: soon made."""
    all_had: bool = False
    """Nothing is left to do."""
    group: str = ""
    end: str = ""
    """What became of the grant: paused, ended, invited, accepted, asked."""


CASES = (
    Case("Priya Natarajan", "Asia/Kolkata", approved=3, asked=3.2, group="Spring"),
    Case("Tomás Ribeiro", "America/Sao_Paulo", "data", "data", question="Which corpus would you take?", asked=1.1),
    Case("Ana Horvat", "Europe/Zagreb", "full-stack", "product", asked=0.2, approved=1, group="Spring"),
    Case("Yusuf Demir", "Europe/Istanbul", "infra", "platform", lead=6, silent=12, doing=12, blocked=True),
    Case("Ingrid Solheim", "Europe/Oslo", lead=9, silent=9, doing=26, approved=2),
    Case("Wei Chen", "Asia/Singapore", "mobile", "product", begun=44, lead=-22, doing=5),
    Case("Leila Haddadi", "Europe/Paris", "data", "data", lead=-6, doing=4, group="Autumn"),
    Case("Marek Nowak", "Europe/Warsaw", "full-stack", lead=3, silent=10, returned=9, doing=10),
    Case("Chiamaka Eze", "Africa/Lagos", lead=3, silent=4, doing=4, overruled=True, group="Autumn"),
    Case("Jonas Weber", "Europe/Vienna", "infra", "platform", FULL, begun=140, left=3, doing=6),
    Case("Sofía Rossi", "America/Argentina/Buenos_Aires", "full-stack", wanted_in=3, group="Spring"),
    Case("Kwame Mensah", "Africa/Accra", begun=80, granted=86, approved=4),
    Case("Hana Sato", "Asia/Tokyo", "mobile", "product", meets_in=2, approved=1),
    Case("Aroha Ngata", "Pacific/Auckland", "data", "data", lead=14, silent=20, doing=0),
    Case("Luca Bianchi", "Europe/Rome", silent=17, doing=17, lead=12, shares_pace=False),
    Case("Fatima El Amrani", "Africa/Casablanca", "full-stack", "product", lead=8, silent=2, group="Autumn"),
    Case("Dmitri Volkov", "Asia/Tbilisi", "infra", "platform", lead=5, silent=8, doing=8, approved=5),
    Case("Noa Levi", "Asia/Jerusalem", lead=3, silent=1),
    Case("Emeka Obi", "Africa/Lagos", "mobile", begun=9, lead=1, doing=2, granted=4),
    Case("Linh Tran", "Asia/Ho_Chi_Minh", "data", "data", begun=5, lead=1, doing=1, granted=20),
    Case("Mateo Cruz", "America/Mexico_City", begun=40, lead=-8, silent=11, doing=11, off=True),
    Case("Saga Lindholm", "Europe/Stockholm", "full-stack", "agent", lead=10, silent=9, doing=9, group="Spring"),
    Case("Oluwaseun Adeyemi", "Africa/Lagos", begun=120, lead=0, doing=0, silent=30, granted=60, all_had=True),
    Case("Arjun Mehta", "Asia/Kolkata", "data", begun=None, doing=3, silent=3),
    Case("Clara Vogel", end="paused"),
    Case("Ben Okoro", "Europe/London", end="ended"),
    Case("Zuzana Kráľová", "Europe/Bratislava", begun=None, doing=2, end="accepted"),
    Case("Rafael Costa", "Europe/Lisbon", begun=None, doing=2, end="asked"),
)
VISIBLE = sum(not case.end for case in CASES)
FIRST = (
    "Aïcha Amir Anneke Astrid Bogdan Camila Cheng Daria Deniz Edith Esteban Farid Freya Gabor Giulia Hamza "
    "Ilse Imani Jae-won Joana Kamal Katrin Kenji Lars Layla Malik Marta Mei Nadia Niamh Omar Oskar Paula Pedro "
    "Quinn Ravi Rosa Sami Selma Thandi"
)
LAST = (
    "Abebe Andersen Bauer Bello Castro Dubois Eriksen Fofana Grant Haddad Ito Jansen Kim Kowalska Laurent "
    "Lopez Mbeki Müller Nair O’Brien Park Petrov Quist Rahman Reyes Schmidt Silva Suzuki Tadić Varga Walsh "
    "Yilmaz Zhou"
)
LIGHT = 9
"""Days by which the plans of some began before those of others, among whoever only makes the list long."""


def cases(mentees: int) -> Iterator[Case]:
    """So many whom carl can see beside mia, with those he can't; the first ones are always the same."""
    yield from CASES
    first, last = FIRST.split(), LAST.split()
    for number in range(mentees - 1 - VISIBLE):
        like = CASES[(number * 5 + number // VISIBLE) % VISIBLE]
        name = f"{first[number % len(first)]} {last[(number * 7 + number // len(first)) % len(last)]}"
        yield replace(like, name=name, begun=_lighter(like), approved=min(like.approved, 1), brief=True, all_had=False)


def _lighter(like: Case) -> int | None:
    """A plan that began lately."""
    return like.begun if like.begun is None else 16 + LIGHT * (like.begun > 30)
