"""What people type about coaching: a coach's profile, an invitation, a request, and what is shown."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are of WTForms 3.2
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional, ValidationError

from tracker.accounts import HELPS_LENGTH, NAME_LENGTH, PROMISES
from tracker.coaching.scopes import DEFAULT, SCOPES
from tracker.library import catalogue

EMAIL_LENGTH = 254
OP_LENGTH = 64
NO_ADDRESS = "This is no complete e-mail address. It looks like name@example.org."


def stripped(text: str | None) -> str | None:
    """Without NUL, which PostgreSQL can't hold."""
    return text.replace("\0", "").strip() if text else text


def one_line(_form: FlaskForm, field: Field) -> None:
    if any(not character.isprintable() for character in field.data or ""):
        raise ValidationError("Use letters, digits and spaces on one line.")


def _guides() -> list[Any]:
    return [SelectChoice(guide.id, guide.title) for guide in catalogue().guides]


def _guide_field() -> SelectField:
    return SelectField("Guide", choices=_guides)


def _scopes_field() -> SelectMultipleField:
    return SelectMultipleField(
        "What they see",
        choices=[SelectChoice(scope.id, scope.title) for scope in SCOPES],
        default=sorted(DEFAULT),
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )


class EmptyForm(FlaskForm):
    """A button: nothing but the token."""


class CoachForm(FlaskForm):
    name = StringField(
        "Name",
        filters=[stripped],
        validators=[
            DataRequired("Say what mentees are to call you."),
            Length(max=NAME_LENGTH, message=f"Use at most {NAME_LENGTH} characters."),
            one_line,
        ],
    )
    helps_with = TextAreaField(
        "What you help with",
        filters=[stripped],
        validators=[
            DataRequired("Say in a sentence or two what you help with."),
            Length(max=HELPS_LENGTH, message=f"Use at most {HELPS_LENGTH} characters."),
        ],
    )
    promise_days = IntegerField(
        "You answer within so many days",
        default=2,
        validators=[
            InputRequired("Say within how many days you answer."),
            NumberRange(PROMISES[0], PROMISES[-1], f"Promise {PROMISES[0]} to {PROMISES[-1]} days."),
        ],
    )


class InviteForm(FlaskForm):
    guide = _guide_field()
    scopes = _scopes_field()
    email = EmailField(
        "E-mail address of the coach",
        filters=[stripped],
        validators=[
            Optional(),
            Length(max=EMAIL_LENGTH, message=f"Use at most {EMAIL_LENGTH} characters."),
            Email(NO_ADDRESS),
        ],
    )
    op_id = HiddenField(validators=[DataRequired("Open the page again, then send it."), Length(max=OP_LENGTH)])


class ScopesForm(FlaskForm):
    """`shown`: what the page showed as granted, so that an old one doesn't bring back what was narrowed since."""

    scopes = _scopes_field()
    shown = HiddenField(validators=[Length(max=200)])


class PreviewForm(FlaskForm):
    guide = _guide_field()
    scopes = _scopes_field()


class RequestForm(FlaskForm):
    email = EmailField(
        "Their e-mail address",
        filters=[stripped],
        validators=[
            DataRequired("Enter the e-mail address of whoever you want to coach."),
            Length(max=EMAIL_LENGTH, message=f"Use at most {EMAIL_LENGTH} characters."),
            Email(NO_ADDRESS),
        ],
    )
    guide = _guide_field()
