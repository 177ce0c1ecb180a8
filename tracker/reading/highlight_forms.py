"""What a person sends about highlights: which passage, and a note.

Hides the reading of JSON: whatever it holds, the answer is parts that make sense, or a sentence.
"""

import json
import re
import unicodedata
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Regexp, ValidationError

from tracker.reading.passages import CONTEXT_LENGTH, Part

QUOTE_LENGTH = 2_000
NOTE_LENGTH = 5_000
MOST_PARTS = 60
ID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z"
BLOCK = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
BLOCK_LENGTH = 80
FIELDS = ("block", "quote", "before", "after")
OLD_FORM = "This page is out of date. Open it again and select the passage once more."
OLD_NOTE = "This form is incomplete. Open the page again and send it from there."
NOTE_TOO_LONG = f"A note can have {NOTE_LENGTH:,} characters. Shorten it and save again."


def cleaned(text: str | None) -> str:
    """Line ends as LF, where browsers send CR LF; no control characters and no halves of letters."""
    whole = (text or "").replace("\r\n", "\n")
    return "".join(one for one in whole if one in "\n\t" or unicodedata.category(one) not in {"Cc", "Cs"})


class SentencesForm(FlaskForm):
    @property
    def sentences(self) -> list[str]:
        """All complaints, once each."""
        return list(dict.fromkeys(str(sentence) for errors in self.errors.values() for sentence in errors))


class HighlightForm(SentencesForm):
    chosen: list[Part]
    """What `parts` holds, once it is found to make sense."""
    highlight_id = HiddenField(validators=[InputRequired(OLD_FORM), Regexp(ID, message=OLD_FORM)])
    parts = HiddenField(validators=[InputRequired(OLD_FORM)])
    note = TextAreaField(filters=[cleaned], validators=[Length(max=NOTE_LENGTH, message=NOTE_TOO_LONG)])

    def validate_parts(self, field: Field) -> None:
        self.chosen = _parts(field.data)
        length = sum(len(part.quote) for part in self.chosen)
        if length > QUOTE_LENGTH:
            raise ValidationError(
                f"A highlight can have {QUOTE_LENGTH:,} characters, and this passage has {length:,}. Select less of it."
            )


class NoteForm(SentencesForm):
    note = TextAreaField(filters=[cleaned], validators=[Length(max=NOTE_LENGTH, message=NOTE_TOO_LONG)])
    version = IntegerField(validators=[InputRequired(OLD_NOTE), NumberRange(min=1, max=2**31 - 1, message=OLD_NOTE)])

    def validate_note(self, field: Field) -> None:
        """An emptied note is a note; a form without one is not."""
        if not field.raw_data:
            raise ValidationError(OLD_NOTE)


class PressForm(SentencesForm):
    """A button alone: remove, undo."""


def _parts(text: str) -> list[Part]:
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError):
        raise ValidationError(OLD_FORM) from None
    if not isinstance(entries, list) or not entries:
        raise ValidationError(OLD_FORM)
    if len(entries) > MOST_PARTS:
        raise ValidationError(f"A highlight can reach over {MOST_PARTS} paragraphs. Select less.")
    return [_part(entry) for entry in entries]


def _part(entry: Any) -> Part:
    fields = {name: entry.get(name) for name in FIELDS} if isinstance(entry, dict) else {}
    if not fields or not all(isinstance(value, str) for value in fields.values()):
        raise ValidationError(OLD_FORM)
    words = {name: re.sub(r"\s+", " ", cleaned(value)) for name, value in fields.items()}
    quote = words["quote"].strip()
    if not quote or len(words["block"]) > BLOCK_LENGTH or not BLOCK.fullmatch(words["block"]):
        raise ValidationError(OLD_FORM)
    return Part(words["block"], quote, words["before"][-CONTEXT_LENGTH:], words["after"][:CONTEXT_LENGTH])
