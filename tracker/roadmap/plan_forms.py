"""What a person sends about their plan: the answers of the start, that a plan is taken, days off.

Hides how answers travel: in the address of a preview, and again with the plan that is taken, so that nothing is kept
before it is taken and nothing typed is lost.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.validators import AnyOf, Length
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.library import Guide
from tracker.roadmap.first_answers import known_at_work
from tracker.roadmap.forms import OLD_FORM, ChangeForm, trimmed
from tracker.roadmap.models import MOST_BREAKS
from tracker.roadmap.setup import DAYS, Break, Setup, complaints

SPARE_BREAKS = 2
"""Empty lines for days off."""
MOST_LINES = MOST_BREAKS + SPARE_BREAKS
EARLIEST, LATEST = timedelta(days=3 * 366), timedelta(days=366)
"""How far back a plan may begin, and how far ahead."""
MOST_DAYS_OFF = 2 * 366
DIGEST_LENGTH = 32
KINDS = ("later", "hours", "scope")
CARRIED = ("csrf_token", "op_id", "version", "digest", "mark")
"""What a form carries beside the answers."""


class BreakForm(Form):
    first = StringField("First day", filters=[trimmed])
    last = StringField("Last day", filters=[trimmed])


class SetupForm(FlaskForm):
    """The answers, as typed. `setup()` reads them; `complaints` are what it could not."""

    class Meta:
        csrf = False  # it is sent with GET and changes nothing

    start = StringField("First day of the plan", filters=[trimmed])
    hours = FieldList(StringField(filters=[trimmed]), min_entries=len(DAYS), max_entries=len(DAYS))
    background = RadioField("Your background", validate_choice=False)
    role = RadioField("The role you aim for", validate_choice=False)
    daily_python = BooleanField("I write Python nearly every day")
    passed_loop = BooleanField("I passed a coding interview loop within the last year")
    at_work = SelectMultipleField(
        "What you already do at work",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    stretch = BooleanField("Plan the stretch milestones too")
    left_out = SelectMultipleField(
        "Left out of the plan",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    breaks = FieldList(FormField(BreakForm), max_entries=MOST_LINES)

    def __init__(self, guide: Guide, sent: MultiDict[str, str] | None = None, **known: Any) -> None:
        super().__init__(formdata=sent, **known)
        self.guide = guide
        self.complaints: tuple[str, ...] = ()
        self.background.choices = [(one.id, one.title) for one in guide.backgrounds] + [("", "Something else")]
        self.role.choices = [(one.id, one.title) for one in guide.roles] + [("", "Not decided yet")]
        self.at_work.choices = [(one.id, one.title) for one in known_at_work(guide)]
        given = [guide.by_id[one] for one in self.left_out.data or () if one in guide.by_id]
        self.left_out.choices = [(one.id, one.title) for one in given]
        spare = SPARE_BREAKS - sum(1 for line in self.breaks if not (line["first"].data or line["last"].data))
        for _ in range(min(spare, MOST_LINES - len(self.breaks))):
            self.breaks.append_entry()
        known_profiles = ((self.background, guide.backgrounds), (self.role, guide.roles))
        for field, profiles in known_profiles:
            field.data = field.data if field.data in {one.id for one in profiles} else ""

    @classmethod
    def of(cls, guide: Guide, setup: Setup, left_out: tuple[str, ...] = ()) -> "SetupForm":
        """Filled in with what somebody said before."""
        pauses = [{"first": one.first.isoformat(), "last": one.last.isoformat()} for one in setup.breaks]
        return cls(
            guide,
            start=setup.start.isoformat(),
            hours=[f"{daily:g}" for daily in setup.hours],
            background=setup.background or "",
            role=setup.role or "",
            daily_python=setup.daily_python,
            passed_loop=setup.passed_loop,
            at_work=sorted(setup.at_work),
            stretch=setup.stretch,
            left_out=list(left_out),
            breaks=pauses,
        )

    def setup(self, today: date) -> Setup | None:
        """What was said, or None and `complaints`."""
        found: list[str] = []
        start = _day(self.start.data)
        if start is None or not today - EARLIEST <= start <= today + LATEST:
            found.append("Give the first day of the plan: at most three years back, and within a year from now.")
        hours = [_number(field.data) for field in self.hours]
        found += [
            f"Give {name}’s hours as a number, such as 1.5."
            for name, typed in zip(DAYS, hours, strict=True)
            if typed is None
        ]
        pauses = list(self._pauses(found))
        if not found:
            found += complaints([daily or 0.0 for daily in hours], pauses)
        if sum((pause.last - pause.first).days + 1 for pause in pauses) > MOST_DAYS_OFF:
            found.append("All days off together are more than two years; begin another plan when you are back.")
        self.complaints = tuple(dict.fromkeys(found))
        if self.complaints or start is None:
            return None
        known = {milestone.id for milestone in known_at_work(self.guide)}
        return Setup(
            start=start,
            hours=tuple(daily or 0.0 for daily in hours),
            background=self.background.data or None,
            role=self.role.data or None,
            daily_python=self.daily_python.data,
            at_work=frozenset(self.at_work.data or ()) & known,
            passed_loop=self.passed_loop.data,
            breaks=tuple(sorted(set(pauses), key=lambda pause: (pause.first, pause.last))),
            stretch=self.stretch.data,
        )

    @property
    def kept_out(self) -> tuple[str, ...]:
        return tuple(one for one in self.left_out.data or () if one in self.guide.by_id)

    def _pauses(self, found: list[str]) -> Iterator[Break]:
        for number, line in enumerate(self.breaks, start=1):
            typed = (line["first"].data, line["last"].data)
            first, last = _day(typed[0]), _day(typed[1])
            if first and last:
                yield Break(first, last)
            elif any(typed):
                found.append(f"Days off, line {number}: give the first and the last day, or leave both empty.")


class TakeForm(ChangeForm):
    """That the plan which was shown is taken. `digest` says which one that was."""

    digest = HiddenField(validators=[Length(min=DIGEST_LENGTH, max=DIGEST_LENGTH, message=OLD_FORM)])


class ChooseForm(TakeForm):
    kind = StringField(validators=[AnyOf(KINDS, message="Choose one of the three.")])


class TellBreakForm(ChangeForm):
    first = StringField("First day", filters=[trimmed])
    last = StringField("Last day", filters=[trimmed])

    def pause(self) -> Break | str:
        """The days off, or what is wrong with them."""
        first, last = _day(self.first.data), _day(self.last.data or self.first.data)
        if first is None or last is None:
            return "Give the first and the last day; for a single day the first is enough."
        wrong = complaints((1,) * len(DAYS), [Break(first, last)])
        return wrong[0] if wrong else Break(first, last)


def carried(source: MultiDict[str, str]) -> list[tuple[str, str]]:
    """The answers in what was sent, to send them once more."""
    return [(name, value) for name, value in source.items(multi=True) if name not in CARRIED]


def _day(text: str | None) -> date | None:
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day <= date(2100, 1, 1) else None


def _number(text: str | None) -> float | None:
    """Hours as typed; nothing is none."""
    try:
        number = float((text or "0").replace(",", "."))
    except ValueError:
        return None
    return number if 0 <= number <= 24 else None  # neither inf nor nan
