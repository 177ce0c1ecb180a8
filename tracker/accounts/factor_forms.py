"""What people type, and what their browsers fill in, about the second step: codes, passkeys, proof."""

import re

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Length, Regexp, ValidationError

from tracker.accounts.forms import one_line, stripped
from tracker.accounts.models import PASSKEY_NAME_LENGTH, PASSWORD_LENGTH
from tracker.accounts.recovery_codes import HOW_MANY, PATTERN

CODE_LENGTH = 40
"""Longer than any code, however it is spaced."""
TOO_LONG = Length(max=CODE_LENGTH, message="A code is shorter than that.")


class SecondStepForm(FlaskForm):
    """Any one of the three is enough. `credential`: what the browser says of a passkey."""

    code = StringField("Code from your app", filters=[stripped], validators=[TOO_LONG])
    recovery_code = StringField("Recovery code", filters=[stripped], validators=[TOO_LONG])
    credential = HiddenField()

    @property
    def typed(self) -> str:
        """Whichever code was typed; each is known by its looks, in whichever box."""
        return str(self.code.data or self.recovery_code.data or "")

    def validate_code(self, field: Field) -> None:
        if field.raw_data and self._is_empty:
            raise ValidationError("Enter the six digits that your app shows.")

    def validate_recovery_code(self, field: Field) -> None:
        if field.raw_data and not self.code.raw_data and self._is_empty:
            raise ValidationError("Enter one of your recovery codes.")

    @property
    def _is_empty(self) -> bool:
        return not (self.typed or self.credential.data)


class ProofForm(SecondStepForm):
    password = PasswordField(
        "Your password", validators=[Length(max=PASSWORD_LENGTH, message="This isn't your password.")]
    )
    next = HiddenField()

    def validate_password(self, field: Field) -> None:
        if not field.data and not self.credential.data:
            raise ValidationError("Enter your password.")


class PasskeySignInForm(FlaskForm):
    remember = BooleanField()
    credential = HiddenField()
    next = HiddenField()


class FactorForm(FlaskForm):
    """A button that changes how somebody signs in."""

    end_others = BooleanField("Sign out my other devices as well")


class AuthenticatorForm(FactorForm):
    code = StringField(
        "Code from your app",
        filters=[stripped],
        validators=[DataRequired("Enter the six digits that your app shows."), TOO_LONG],
    )


def _passkey_name() -> StringField:
    return StringField(
        "Name",
        filters=[stripped],
        validators=[
            DataRequired("Give it a name that you will know it by."),
            Length(max=PASSKEY_NAME_LENGTH, message=f"Use at most {PASSKEY_NAME_LENGTH} characters."),
            one_line,
        ],
    )


class PasskeyForm(FactorForm):
    name = _passkey_name()
    credential = HiddenField()


class PasskeyNameForm(FlaskForm):
    name = _passkey_name()


class RecoveryFileForm(FlaskForm):
    """The codes that the page has just shown, to be given back as a file: they are kept nowhere to be read again."""

    codes = HiddenField(validators=[Regexp(re.compile(rf"{PATTERN.pattern}( {PATTERN.pattern}){{{HOW_MANY - 1}}}\Z"))])
