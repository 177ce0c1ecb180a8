"""What a person sends about milestones of their own, and about their changes to the guide's."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are of WTForms 3.2
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.library import Guide, Milestone
from tracker.roadmap import lines
from tracker.roadmap.forms import OLD_FORM, ChangeForm, as_kept, trimmed
from tracker.roadmap.models import OUTCOME_LENGTH, TITLE_LENGTH
from tracker.roadmap.tailoring import OwnMilestone

MOST_HOURS = 200
HOURS = f"Hours are a whole number from 1 to {MOST_HOURS}."
EVIDENCE = [
    SelectChoice("none", "None"),
    SelectChoice("text", "A few lines, or a link"),
    SelectChoice("link", "A link"),
]


def one_line(text: Any) -> Any:
    return " ".join(as_kept(text).split()) if isinstance(text, str) else text


def _else_say(sentence: str) -> dict[str, Any]:
    """What is said of a choice that isn't offered; the stubs, which are of WTForms 3.2, don't know of it."""
    return {"invalid_choice_message": sentence}


class DatedForm(ChangeForm):
    """A form with a first and a last day, both optional."""

    start = DateField("Not before", validators=[Optional()])
    end = DateField("Done by", validators=[Optional()])

    def validate_start(self, field: Field) -> None:
        _in_this_century(field.data)

    def validate_end(self, field: Field) -> None:
        _in_this_century(field.data)
        if field.data and self.start.data and field.data < self.start.data:
            raise ValidationError("This day lies before the first one.")


def _in_this_century(day: date | None) -> None:
    if day and not date(2000, 1, 1) <= day <= date(2100, 1, 1):
        raise ValidationError("Enter a day of this century.")


class OwnForm(DatedForm):
    title = StringField(
        "Title",
        filters=[one_line],
        validators=[
            DataRequired("Give it a title."),
            Length(max=TITLE_LENGTH, message=f"Use at most {TITLE_LENGTH} characters here."),
        ],
    )
    outcome = StringField(
        "What you will have",
        filters=[one_line],
        validators=[Length(max=OUTCOME_LENGTH, message=f"Use at most {OUTCOME_LENGTH} characters here.")],
    )
    criteria = TextAreaField("Done when", filters=[as_kept])
    hours = IntegerField("Hours", validators=[InputRequired(HOURS), NumberRange(min=1, max=MOST_HOURS, message=HOURS)])
    track = SelectField("Track", **_else_say("Choose a track of this guide."))
    phase = SelectField("Phase", **_else_say("Choose a phase of this guide."))
    evidence = RadioField("Evidence that done asks for", choices=EVIDENCE, default="none")
    counted = BooleanField("Count it in my percentages", default=True)
    needs = SelectMultipleField(
        "Needs first",
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        **_else_say("One of these isn't on your roadmap any more. Look at the list again."),
    )

    def __init__(self, guide: Guide, **given: Any) -> None:
        """`guide` as the person has it."""
        super().__init__(**given)
        self.track.choices = [SelectChoice(track.id, track.title) for track in guide.tracks]
        self.phase.choices = [SelectChoice(phase.id, phase.title) for phase in guide.phases]

    def offer_needs(self, milestones: Iterable[Milestone]) -> None:
        self.needs.choices = [SelectChoice(milestone.id, milestone.title) for milestone in milestones]

    def validate_criteria(self, field: Field) -> None:
        written = lines.as_lines(field.data or "")
        if len(written) > lines.MOST_LINES:
            raise ValidationError(f"Use at most {lines.MOST_LINES} lines.")
        if any(len(line) > lines.LINE_LENGTH for line in written):
            raise ValidationError(f"Use at most {lines.LINE_LENGTH} characters a line.")

    def own(self, before: OwnMilestone | None = None) -> OwnMilestone:
        """What was typed; criteria that stood `before` keep their ids."""
        return OwnMilestone(
            id=before.id if before else "",
            title=str(self.title.data),
            outcome=str(self.outcome.data or ""),
            criteria=lines.as_criteria(lines.as_lines(self.criteria.data or ""), before.criteria if before else ()),
            hours=int(self.hours.data or 0),
            track=str(self.track.data),
            phase=str(self.phase.data),
            needs=tuple(self.needs.data or ()),
            evidence=str(self.evidence.data),
            start=self.start.data,
            end=self.end.data,
            counted=bool(self.counted.data),
            archived=bool(before and before.archived),
        )


def typed_before(own: OwnMilestone) -> dict[str, Any]:
    """What the form holds of a milestone before it is changed."""
    fields = ("title", "outcome", "hours", "track", "phase", "evidence", "counted", "start", "end", "version")
    known: dict[str, Any] = {name: getattr(own, name) for name in fields}
    return known | {"criteria": lines.as_text(own.criteria), "needs": list(own.needs)}


class AdjustForm(DatedForm):
    hours = IntegerField("Hours", validators=[Optional(), NumberRange(min=1, max=MOST_HOURS, message=HOURS)])
    reset = HiddenField()


class HideForm(ChangeForm):
    hidden = StringField(validators=[AnyOf(("0", "1"), message=OLD_FORM)])


class ArchiveForm(ChangeForm):
    archived = StringField(validators=[AnyOf(("0", "1"), message=OLD_FORM)])


class MoveForm(ChangeForm):
    """One of the two: the neighbour that it shall stand before, or behind."""

    before = StringField(filters=[trimmed])
    after = StringField(filters=[trimmed])

    def validate_before(self, _field: Field) -> None:
        if bool(self.before.data) == bool(self.after.data):
            raise ValidationError(OLD_FORM)
