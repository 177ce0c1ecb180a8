"""What a coach sends from a mentee's page: the private note, and that they stop looking on."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length, ValidationError

from tracker.coaching.models import NOTE_LENGTH

OLD_FORM = "This form is incomplete. Open the page again and send it from there."


def as_kept(text: str | None) -> str:
    """Line ends as LF, where browsers send CR LF; no NUL, which PostgreSQL can't hold; nothing at its end."""
    return (text or "").replace("\r\n", "\n").replace("\0", "").rstrip()


class NoteForm(FlaskForm):
    note = TextAreaField(
        "Your note",
        filters=[as_kept],
        validators=[
            Length(max=NOTE_LENGTH, message=f"A note can have {NOTE_LENGTH:,} characters. Shorten it and save again.")
        ],
    )
    edition = HiddenField(validators=[Length(max=40, message=OLD_FORM)])

    def validate_note(self, field: TextAreaField) -> None:
        """An emptied note takes it away; a form without one does nothing."""
        if not field.raw_data:
            raise ValidationError(OLD_FORM)

    @property
    def sentences(self) -> list[str]:
        return list(dict.fromkeys(str(sentence) for errors in self.errors.values() for sentence in errors))


class EndForm(FlaskForm):
    """Only its token."""
