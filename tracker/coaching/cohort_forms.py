"""What a coach says of a cohort, and the buttons around one."""

from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are of WTForms 3.2
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from tracker.coaching.meeting_forms import OLD_FORM, one_line
from tracker.coaching.models import COHORT_NAME
from tracker.library import catalogue


class ChangeCohortForm(FlaskForm):
    """The guide stays: who joined, joined for it."""

    name = StringField(
        "Name",
        filters=[one_line],
        validators=[
            DataRequired("Give it a name that its members know it by."),
            Length(max=COHORT_NAME, message=f"Use at most {COHORT_NAME} characters here."),
        ],
    )
    starts_on = DateField("First day", validators=[InputRequired("Choose a day.")])
    ends_on = DateField("Last day", validators=[InputRequired("Choose a day.")])

    def validate_starts_on(self, field: Field) -> None:
        _in_this_century(field.data)

    def validate_ends_on(self, field: Field) -> None:
        _in_this_century(field.data)
        if self.starts_on.data and field.data and field.data < self.starts_on.data:
            raise ValidationError("This day lies before the first one.")

    @property
    def said(self) -> dict[str, Any]:
        return {name: getattr(self, name).data for name in ("name", "starts_on", "ends_on")}


class CohortForm(ChangeCohortForm):
    op_id = HiddenField(validators=[DataRequired(OLD_FORM), Length(max=64, message=OLD_FORM)])
    guide = SelectField("Guide")

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.guide.choices = [SelectChoice(guide.id, guide.title) for guide in catalogue().guides]


def _in_this_century(day: date | None) -> None:
    if day and not date(2000, 1, 1) <= day <= date(2100, 1, 1):
        raise ValidationError("Choose a day of this century.")
