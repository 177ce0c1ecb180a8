"""What people type about their account."""

from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    PasswordField,
    SelectField,
    StringField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are of WTForms 3.2
from wtforms.validators import DataRequired, Email, Length, Optional, ValidationError

from tracker import clock
from tracker.accounts.models import EMAIL_LENGTH, NAME_LENGTH, PASSWORD_LENGTH, normal
from tracker.accounts.passwords import complaint

ZONE_CHOICES = [SelectChoice(zone, zone.replace("_", " ")) for zone in clock.ZONES]

THEMES = ("system", "light", "dark")


def stripped(text: str | None) -> str | None:
    return text.strip() if text else text


def _name_field() -> StringField:
    return StringField(
        "Name",
        filters=[stripped],
        validators=[
            DataRequired("Tell us what to call you."),
            Length(max=NAME_LENGTH, message=f"Use at most {NAME_LENGTH} characters."),
            one_line,
        ],
    )


def _zone_field() -> SelectField:
    return SelectField("Time zone", choices=ZONE_CHOICES, default="UTC")


def one_line(_form: FlaskForm, field: Field) -> None:
    if any(not character.isprintable() for character in field.data or ""):
        raise ValidationError("Use letters, digits and spaces on one line.")


class SignUpForm(FlaskForm):
    name = _name_field()
    email = EmailField(
        "E-mail",
        filters=[stripped],
        validators=[
            DataRequired("Enter your e-mail address."),
            Length(max=EMAIL_LENGTH, message=f"Use at most {EMAIL_LENGTH} characters."),
            Email("This is no complete e-mail address. It looks like name@example.org."),
        ],
    )
    password = PasswordField(
        "Password",
        validators=[
            DataRequired("Choose a password."),
            Length(max=PASSWORD_LENGTH, message=f"Use at most {PASSWORD_LENGTH} characters."),
        ],
    )
    time_zone = _zone_field()
    next = HiddenField()

    def validate_email(self, field: Field) -> None:
        if len(normal(field.data or "")) > EMAIL_LENGTH >= len(field.data or ""):  # ß is stored as ss
            raise ValidationError(f"Use at most {EMAIL_LENGTH} characters.")

    def validate_password(self, field: Field) -> None:
        sentence = complaint(field.data, name=self.name.data or "", email=self.email.data or "")
        if sentence:
            raise ValidationError(sentence)


class SignInForm(FlaskForm):
    email = EmailField(
        "E-mail",
        filters=[stripped],
        validators=[DataRequired("Enter your e-mail address."), Length(max=EMAIL_LENGTH), one_line],
    )
    password = PasswordField("Password", validators=[DataRequired("Enter your password."), Length(max=PASSWORD_LENGTH)])
    remember = BooleanField("Stay signed in on this device for 30 days")
    next = HiddenField()


class ProfileForm(FlaskForm):
    name = _name_field()
    time_zone = _zone_field()


class PasswordForm(FlaskForm):
    current_password = PasswordField(
        "Current password", validators=[DataRequired("Enter your current password."), Length(max=PASSWORD_LENGTH)]
    )
    new_password = PasswordField(
        "New password",
        validators=[
            DataRequired("Choose a new password."),
            Length(max=PASSWORD_LENGTH, message=f"Use at most {PASSWORD_LENGTH} characters."),
        ],
    )

    def validate_new_password(self, field: Field) -> None:
        sentence = complaint(field.data, name=current_user.name, email=current_user.email)
        if sentence:
            raise ValidationError(sentence)


class EmptyForm(FlaskForm):
    """A button: nothing but the token."""


class ThemeForm(FlaskForm):
    theme = SelectField("Theme", choices=[SelectChoice(theme, theme.capitalize()) for theme in THEMES])
    next = HiddenField(validators=[Optional()])
