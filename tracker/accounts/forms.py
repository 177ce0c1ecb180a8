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

RETURN_LENGTH = 4000
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


def _short_as_stored(_form: FlaskForm, field: Field) -> None:
    if len(normal(field.data or "")) > EMAIL_LENGTH >= len(field.data or ""):  # ß is stored as ss
        raise ValidationError(f"Use at most {EMAIL_LENGTH} characters.")


def _new_address_field(label: str) -> EmailField:
    return EmailField(
        label,
        filters=[stripped],
        validators=[
            DataRequired("Enter your e-mail address."),
            Length(max=EMAIL_LENGTH, message=f"Use at most {EMAIL_LENGTH} characters."),
            Email("This is no complete e-mail address. It looks like name@example.org."),
            _short_as_stored,
        ],
    )


def _known_address_field() -> EmailField:
    """Of an account that there may be. Nothing is said about whether it could be one's address at all."""
    return EmailField(
        "E-mail",
        filters=[stripped],
        validators=[DataRequired("Enter your e-mail address."), Length(max=EMAIL_LENGTH), one_line],
    )


def _new_password_field(label: str, missing: str) -> PasswordField:
    return PasswordField(
        label,
        validators=[
            DataRequired(missing),
            Length(max=PASSWORD_LENGTH, message=f"Use at most {PASSWORD_LENGTH} characters."),
        ],
    )


class SignUpForm(FlaskForm):
    name = _name_field()
    email = _new_address_field("E-mail")
    password = _new_password_field("Password", "Choose a password.")
    time_zone = _zone_field()
    next = HiddenField()

    def validate_password(self, field: Field) -> None:
        sentence = complaint(field.data, name=self.name.data or "", email=self.email.data or "")
        if sentence:
            raise ValidationError(sentence)


class SignInForm(FlaskForm):
    email = _known_address_field()
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
    new_password = _new_password_field("New password", "Choose a new password.")

    def validate_new_password(self, field: Field) -> None:
        sentence = complaint(field.data, name=current_user.name, email=current_user.email)
        if sentence:
            raise ValidationError(sentence)


class ResetForm(FlaskForm):
    email = _known_address_field()


class NewPasswordForm(FlaskForm):
    """A password for somebody who isn't signed in: whose it is comes from the link that they followed."""

    password = _new_password_field("New password", "Choose a password.")

    def __init__(self, name: str, email: str) -> None:
        super().__init__()
        self.whose = (name, email)

    def validate_password(self, field: Field) -> None:
        name, email = self.whose
        sentence = complaint(field.data, name=name, email=email)
        if sentence:
            raise ValidationError(sentence)


class AddressForm(FlaskForm):
    email = _new_address_field("New e-mail address")


class NewAddressForm(FlaskForm):
    end_others = BooleanField("Sign out every other device")


class FirstPasswordForm(PasswordForm):
    """For somebody who has none yet."""

    current_password = None  # type: ignore[assignment]  # WTForms takes None for a field that is left out


class NewcomerForm(FlaskForm):
    """What a provider can't vouch for."""

    name = _name_field()
    time_zone = _zone_field()
    next = HiddenField()


class ReturnForm(FlaskForm):
    """What a provider gives somebody to bring back."""

    code = HiddenField(validators=[DataRequired(), Length(max=RETURN_LENGTH)])
    state = HiddenField(validators=[DataRequired(), Length(max=RETURN_LENGTH)])


class EmptyForm(FlaskForm):
    """A button: nothing but the token."""


class ThemeForm(FlaskForm):
    theme = SelectField("Theme", choices=[SelectChoice(theme, theme.capitalize()) for theme in THEMES])
    next = HiddenField(validators=[Optional()])
