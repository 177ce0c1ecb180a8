"""What a person sends about a milestone."""

from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import (
    AnyOf,
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from tracker.library import Milestone
from tracker.roadmap import links
from tracker.roadmap.progress import STATUSES

NOTE_LENGTH = 20_000
TEXT_LENGTH = 4_000
VALUE_LENGTH = 60
COMMIT_LENGTH = 64
OP_ID_LENGTH = 64
OLD_FORM = "This form is incomplete. Open the page again and send it from there."


def trimmed(text: Any) -> Any:
    return text.strip() if isinstance(text, str) else text


def as_kept(text: str | None) -> str:
    """Line ends as LF, where browsers send CR LF; no NUL, which PostgreSQL can't hold."""
    return (text or "").replace("\r\n", "\n").replace("\0", "")


class ChangeForm(FlaskForm):
    """What every change carries: the id of the form that was sent, and the version of what it was made from."""

    op_id = HiddenField(validators=[DataRequired(OLD_FORM), Length(max=OP_ID_LENGTH, message=OLD_FORM)])
    version = IntegerField(validators=[Optional(), NumberRange(min=0, message=OLD_FORM)])

    @property
    def sent_version(self) -> int | None:
        """The version to give back with a refused form, so that a form that was stale stays stale."""
        return None if self.version.errors else self.version.data

    @property
    def sentences(self) -> list[str]:
        """All complaints, once each."""
        return list(dict.fromkeys(str(sentence) for errors in self.errors.values() for sentence in errors))


class StatusForm(ChangeForm):
    status = StringField(validators=[AnyOf(STATUSES, message="Choose one of the six statuses.")])
    overrule = HiddenField()


class CriterionForm(ChangeForm):
    """One button: its name says tick or untick, its value which criterion."""

    tick = StringField()
    untick = StringField()

    def __init__(self, milestone: Milestone) -> None:
        super().__init__()
        self.milestone = milestone

    @property
    def criterion(self) -> str:
        return str(self.tick.data or self.untick.data or "")

    def validate_tick(self, _field: Field) -> None:
        if self.criterion not in self.milestone.criterion_ids:
            raise ValidationError("This criterion isn't part of the milestone any more. Open the page again.")


class NoteForm(ChangeForm):
    note = TextAreaField(
        "Your note",
        filters=[as_kept],
        validators=[
            Length(max=NOTE_LENGTH, message=f"A note can have {NOTE_LENGTH:,} characters. Shorten it and save again.")
        ],
    )

    def validate_note(self, field: Field) -> None:
        """An emptied note is a note; a form without one is not."""
        if not field.raw_data:
            raise ValidationError(OLD_FORM)


class LinkForm(ChangeForm):
    url = StringField("Link", filters=[trimmed], validators=[DataRequired("Paste the address of what you made.")])
    text = StringField(
        "What it shows",
        filters=[as_kept, trimmed],
        validators=[Length(max=200, message="Use at most 200 characters here.")],
    )

    def validate_url(self, field: Field) -> None:
        sentence = links.complaint(field.data)
        if sentence:
            raise ValidationError(sentence)


class TextForm(ChangeForm):
    text = TextAreaField(
        "In your words",
        filters=[as_kept, trimmed],
        validators=[
            DataRequired("Write what you did or found."),
            Length(
                max=TEXT_LENGTH, message=f"Use at most {TEXT_LENGTH:,} characters, or put it somewhere and link it."
            ),
        ],
    )


class FigureForm(ChangeForm):
    figure = HiddenField()
    value = StringField(
        "Mine",
        filters=[as_kept, trimmed],
        validators=[
            DataRequired("Enter the value you measured."),
            Length(max=VALUE_LENGTH, message=f"Use at most {VALUE_LENGTH} characters."),
        ],
    )
    n = IntegerField(
        "n",
        validators=[
            Optional(),
            NumberRange(min=1, max=10**9, message="n is how many cases you measured: a whole number from 1."),
        ],
    )
    day = DateField("Date", validators=[InputRequired("Enter the day you measured it.")])
    commit = StringField(
        "Commit",
        filters=[as_kept, trimmed],
        validators=[Length(max=COMMIT_LENGTH, message=f"Use at most {COMMIT_LENGTH} characters.")],
    )

    def __init__(self, milestone: Milestone, **given: Any) -> None:
        super().__init__(**given)
        self.milestone = milestone

    def validate_figure(self, field: Field) -> None:
        if all(field.data != known.id for known in self.milestone.bar):
            raise ValidationError("This figure isn't part of the bar any more. Open the page again.")

    def validate_day(self, field: Field) -> None:
        if field.data and not date(2000, 1, 1) <= field.data <= date(2100, 1, 1):
            raise ValidationError("Enter a day of this century.")
