"""What a coach sends about a flag or a group."""

from datetime import date, timedelta
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, StringField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, ValidationError

from tracker.coaching.models import GROUP_LENGTH, REASON_LENGTH, WHY_LENGTH

SNOOZED_FOR = timedelta(days=7)
LONGEST = timedelta(days=180)
OLD_FORM = "This form is incomplete. Open the page again and send it from there."


def trimmed(text: Any) -> Any:
    return " ".join(text.replace("\0", "").split()) if isinstance(text, str) else text


class FlagForm(FlaskForm):
    """`reason` names the flag."""

    reason = HiddenField(validators=[DataRequired(OLD_FORM), Length(max=REASON_LENGTH, message=OLD_FORM)])


class RateForm(FlagForm):
    useful = HiddenField(validators=[AnyOf(("yes", "no"), message=OLD_FORM)])


class SnoozeForm(FlagForm):
    why = StringField(
        "Why it can wait",
        filters=[trimmed],
        validators=[
            DataRequired("Say why it can wait, so that you know when it comes back."),
            Length(max=WHY_LENGTH, message=f"Keep it to {WHY_LENGTH} characters."),
        ],
    )
    until = DateField("Until", validators=[InputRequired("Enter the day on which it is to come back.")])

    def __init__(self, today: date, **given: Any) -> None:
        super().__init__(**given)
        self.today = today

    def validate_until(self, field: Field) -> None:
        if field.data is None:
            return  # it says already that this is no day
        if field.data <= self.today:
            raise ValidationError("Choose a day after today.")
        if field.data > self.today + LONGEST:
            raise ValidationError("Half a year is the most; it comes back then, and you can put it off again.")


class GroupForm(FlaskForm):
    name = StringField(
        "Group",
        filters=[trimmed],
        validators=[
            DataRequired("Give the group a name, such as “Autumn”."),
            Length(max=GROUP_LENGTH, message=f"Keep the name to {GROUP_LENGTH} characters."),
        ],
    )
