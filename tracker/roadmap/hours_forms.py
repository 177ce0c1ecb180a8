"""What a person sends about hours they worked."""

from datetime import date
from typing import Any

from wtforms import DateField, Field, HiddenField, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are of WTForms 3.2
from wtforms.validators import DataRequired, InputRequired, ValidationError

from tracker.library import Guide
from tracker.roadmap.forms import OLD_FORM, ChangeForm, trimmed
from tracker.roadmap.worked import DAY, minutes_of

EARLIEST = date(2000, 1, 1)
UNREADABLE = "Give hours such as 1.5 or 1:30, from one minute to 24 hours."


def _check_hours(field: Field) -> None:
    if not 1 <= (minutes_of(field.data or "") or 0) <= DAY:
        raise ValidationError(UNREADABLE)


class StopForm(ChangeForm):
    """`entry` is the session that the page showed; `hours` how long it was, where the person was asked."""

    entry = HiddenField(validators=[DataRequired(OLD_FORM)])
    hours = StringField("How long was it", filters=[trimmed])

    def validate_hours(self, field: Field) -> None:
        if field.data:
            _check_hours(field)

    @property
    def told(self) -> int | None:
        return minutes_of(self.hours.data or "")


class HoursForm(ChangeForm):
    """Hours of one day, up to the person's today."""

    day = DateField("Day", validators=[InputRequired("Enter the day.")])
    hours = StringField("Hours", filters=[trimmed], validators=[DataRequired(UNREADABLE)])

    def __init__(self, today: date, **given: Any) -> None:
        super().__init__(**given)
        self.today = today

    @property
    def minutes(self) -> int:
        return minutes_of(self.hours.data or "") or 0

    @property
    def worked_on(self) -> date:
        return self.day.data or self.today

    def validate_day(self, field: Field) -> None:
        if field.data and not EARLIEST <= field.data <= self.today:
            raise ValidationError("Enter a day up to today.")

    def validate_hours(self, field: Field) -> None:
        _check_hours(field)


class EntryForm(HoursForm):
    """The same with the milestone, if any."""

    milestone = SelectField("Milestone (if you like)", choices=[], validate_choice=False)

    def __init__(self, guide: Guide, today: date, **given: Any) -> None:
        """`guide` as the person has it."""
        super().__init__(today, **given)
        self.guide = guide
        none = SelectChoice("", "None")
        self.milestone.choices = [
            none,
            *(SelectChoice(one.id, one.title, {}, one.phase.title) for one in guide.milestones),
        ]

    def validate_milestone(self, field: Field) -> None:
        """One that was put away since may stay."""
        if field.data and field.data not in self.guide.by_id:
            raise ValidationError("This milestone isn't on your roadmap. Choose another, or none.")
