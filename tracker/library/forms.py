"""What a member sends about a guide: stars, and whether it helped."""

import unicodedata

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import AnyOf, Length

from tracker.library.models import MOST_STARS

COMMENT_LENGTH = 2_000


def as_kept(text: str | None) -> str:
    """Line ends as LF, where browsers send CR LF; no control characters, which an operator's terminal would obey."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(one for one in lines if one in "\n\t" or unicodedata.category(one) not in {"Cc", "Cs"}).strip()


class OpinionForm(FlaskForm):
    """What both carry: whether to take back what was said, and the page to go back to."""

    remove = StringField()
    next = HiddenField()

    @property
    def sentences(self) -> list[str]:
        """All complaints, once each."""
        return list(dict.fromkeys(str(sentence) for errors in self.errors.values() for sentence in errors))


class RatingForm(OpinionForm):
    stars = StringField(
        validators=[AnyOf([str(stars) for stars in range(1, MOST_STARS + 1)], message="Choose one to five stars.")]
    )


class AnswerForm(OpinionForm):
    helpful = StringField(validators=[AnyOf(["yes", "no"], message="Choose yes or no.")])
    comment = TextAreaField(
        filters=[as_kept],
        validators=[
            Length(
                max=COMMENT_LENGTH,
                message=f"A comment can have {COMMENT_LENGTH:,} characters. Shorten it and send it again.",
            )
        ],
    )
