"""What people send about their data: buttons that count once, an archive, and their address before all is deleted."""

from flask_login import current_user
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import EmailField, Field, HiddenField
from wtforms.validators import DataRequired, Length, Regexp, ValidationError

from tracker.accounts.models import EMAIL_LENGTH, normal
from tracker.accounts.models.archives import OP_LENGTH

OLD_FORM = "This page is out of date. Open it again and press the button there."


class OnceForm(FlaskForm):
    """A button whose page names it, so that sending it twice does one thing."""

    op_id = HiddenField(
        validators=[DataRequired(OLD_FORM), Length(max=OP_LENGTH), Regexp(r"[A-Za-z0-9_-]+\Z", message=OLD_FORM)]
    )


class ArchiveForm(OnceForm):
    archive = FileField(
        "Archive", validators=[FileRequired("Choose the file first.")], render_kw={"accept": ".zip,application/zip"}
    )

    def validate_archive(self, field: Field) -> None:
        if not str(field.data.filename).casefold().endswith(".zip"):
            raise ValidationError("An archive is a .zip file, as an export gave it to you.")


class DeleteForm(FlaskForm):
    email = EmailField(
        "Your e-mail address", validators=[DataRequired("Type your address here."), Length(max=EMAIL_LENGTH)]
    )

    def validate_email(self, field: Field) -> None:
        if normal(field.data or "") != current_user.email:
            raise ValidationError("This isn't the address of this account. Nothing was deleted.")
