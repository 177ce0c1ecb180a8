"""What people choose about letters and the calendar."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are of WTForms 3.2
from wtforms.validators import AnyOf
from wtforms.widgets import CheckboxInput, ListWidget


class WeeklyForm(FlaskForm):
    weekly = StringField(validators=[AnyOf(("on", "off"))])


class NoticesForm(FlaskForm):
    by_mail = SelectMultipleField(
        "Also by mail", choices=[], widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def offer(self, kinds: Iterable[tuple[str, str]]) -> None:
        """(name, words) of each."""
        self.by_mail.choices = [SelectChoice(name, words) for name, words in kinds]


class EmptyForm(FlaskForm):
    """A button that says it all; the token is checked."""
