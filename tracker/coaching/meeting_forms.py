"""What either side sends about a meeting: when and where, what for, what was said, what is to be done."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, IntegerField, StringField, TextAreaField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from tracker import clock
from tracker.coaching import local_time
from tracker.coaching.models import ACTION_LENGTH, PLACE_LENGTH, TEXT_LENGTH, Meeting, Wanted

LONGEST = 480
MINUTES = f"A length is a whole number of minutes from 5 to {LONGEST}."
OLD_FORM = "This form is incomplete. Open the page again and send it from there."
LOOK_AHEAD = timedelta(days=800)


def as_kept(text: Any) -> Any:
    """Line ends as LF, where browsers send CR LF; no NUL, which PostgreSQL can't hold."""
    return text.replace("\r\n", "\n").replace("\0", "").strip() if isinstance(text, str) else text


def one_line(text: Any) -> Any:
    return " ".join(as_kept(text).split()) if isinstance(text, str) else text


def _at_most(characters: int) -> Length:
    return Length(max=characters, message=f"Use at most {characters:,} characters here.")


class MeetingForm(FlaskForm):
    """Day and time are those of whoever sends it."""

    op_id = HiddenField(validators=[DataRequired(OLD_FORM), Length(max=64, message=OLD_FORM)])
    version = IntegerField(validators=[NumberRange(min=0, message=OLD_FORM)], default=0)
    day = DateField("Day", validators=[InputRequired("Choose a day.")])
    time = TimeField("Time", validators=[InputRequired("Enter a time, such as 18:00.")])
    minutes = IntegerField(
        "Minutes", default=45, validators=[InputRequired(MINUTES), NumberRange(5, LONGEST, message=MINUTES)]
    )
    place = StringField("Place or link", filters=[one_line], validators=[_at_most(PLACE_LENGTH)])
    agenda = TextAreaField("Agenda", filters=[as_kept], validators=[_at_most(TEXT_LENGTH)])
    notes = TextAreaField("Notes", filters=[as_kept], validators=[_at_most(TEXT_LENGTH)])

    def __init__(self, zone: str, **given: Any) -> None:
        super().__init__(**given)
        self.zone = zone

    def validate_day(self, field: Field) -> None:
        if field.data and not self._day_holds:
            raise ValidationError("Choose a day of this century, at most two years from now.")

    def validate_time(self, field: Field) -> None:
        if field.data is not None and self._day_holds and self._typed is None:
            where = local_time.place_of(self.zone)
            raise ValidationError(f"Clocks in {where} skip this time that night. Choose an earlier or a later one.")

    @property
    def comes_twice(self) -> bool:
        return self._typed is not None and self._typed.twice

    def wanted(self, present: Meeting | None = None) -> Wanted:
        """What was said, once it is valid. A time that stands as it stood is the same moment, also where it is two."""
        said = {name: str(getattr(self, name).data or "") for name in ("place", "agenda", "notes")}
        at = self._typed.at if self._typed else clock.now()
        if present is not None:
            before = typed_before(present, self.zone)
            unmoved = (before["day"], before["time"]) == (self.day.data, self.time.data)
            at = present.starts_at if unmoved else at
        return Wanted(at, int(self.minutes.data or 0), **said)

    @property
    def _day_holds(self) -> bool:
        """Days at the ends of the calendar are no moments: elsewhere it would be the day before or after them."""
        last = clock.local_day(clock.now() + LOOK_AHEAD, self.zone)
        return self.day.data is not None and date(2000, 1, 1) <= self.day.data <= last

    @property
    def _typed(self) -> local_time.Typed | None:
        """Of a day that holds."""
        return local_time.moment(self.day.data, self.time.data, self.zone)  # type: ignore[arg-type]


def typed_before(meeting: Meeting, zone: str) -> dict[str, Any]:
    """What the form holds of a meeting before it is changed."""
    there: datetime = meeting.starts_at.astimezone(ZoneInfo(zone))
    said = {name: getattr(meeting, name) for name in ("minutes", "place", "agenda", "notes", "version")}
    return {"day": there.date(), "time": there.time(), **said}


class ActionForm(FlaskForm):
    op_id = HiddenField(validators=[DataRequired(OLD_FORM), Length(max=64, message=OLD_FORM)])
    text = StringField(
        "What is to be done",
        filters=[one_line],
        validators=[DataRequired("Write what is to be done."), _at_most(ACTION_LENGTH)],
    )


class PressForm(FlaskForm):
    """A button that says it all; the token is checked."""
