"""What people choose about letters and the calendar."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import AnyOf


class WeeklyForm(FlaskForm):
    weekly = StringField(validators=[AnyOf(("on", "off"))])


class EmptyForm(FlaskForm):
    """A button that says it all; the token is checked."""
