"""What people say on a milestone, as they send it: a post, a request, a review, that there is nothing to do."""

from wtforms import Field, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, ValidationError

from tracker.roadmap.forms import OLD_FORM, ChangeForm, as_kept, trimmed
from tracker.roadmap.review import VERDICTS
from tracker.roadmap.talk_markdown import LONGEST

TOO_LONG = Length(
    max=LONGEST, message=f"Use at most {LONGEST:,} characters. Shorten it, or put it somewhere and link it."
)
MOST_MARKS = 4_000


class AskForm(ChangeForm):
    """For a review; words are welcome and not needed."""

    text = TextAreaField("What to look at", filters=[as_kept, trimmed], validators=[TOO_LONG])


class SayForm(ChangeForm):
    text = TextAreaField(
        "Your message", filters=[as_kept, trimmed], validators=[DataRequired("Write something first."), TOO_LONG]
    )


class SettleForm(ChangeForm):
    """`last`: the newest post that the page showed; 0 where there was none."""

    last = IntegerField(validators=[InputRequired(OLD_FORM)])


class ReviewForm(ChangeForm):
    """`marks`: of the evidence that the page showed, in the versions it had."""

    verdict = StringField("Verdict", validators=[AnyOf(VERDICTS, message="Choose: approve, return, or discuss.")])
    text = TextAreaField("Comment", filters=[as_kept, trimmed], validators=[TOO_LONG])
    marks = HiddenField(validators=[Length(max=MOST_MARKS, message=OLD_FORM)])

    @property
    def seen(self) -> frozenset[str]:
        return frozenset(str(self.marks.data).split())

    def validate_marks(self, field: Field) -> None:
        """No evidence is shown as no marks; a form without the field is not one of ours."""
        if not field.raw_data:
            raise ValidationError(OLD_FORM)

    def validate_text(self, field: Field) -> None:
        if self.verdict.data == "returned" and not field.data:
            raise ValidationError("Say what is missing: whoever gets it back needs to know what to do.")
