"""What somebody can show besides their password, all kinds together: whether there is any, and how it stands."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select

from tracker.accounts.models.authenticators import Authenticator
from tracker.accounts.models.passkeys import Passkey
from tracker.accounts.models.recovery import RecoveryCode
from tracker.accounts.models.users import User
from tracker.extensions import db


@dataclass(frozen=True)
class Factors:
    """How somebody's second factors stand, read with one statement. Recovery codes alone are none."""

    authenticator_added: datetime | None
    authenticator_used: datetime | None
    passkeys: int
    first_passkey_added: datetime | None
    last_passkey_added: datetime | None
    passkey_used: datetime | None
    codes: int
    codes_made: datetime | None

    @classmethod
    def of(cls, user_id: int) -> "Factors":
        app = select(Authenticator).where(Authenticator.user_id == user_id)
        keys = select(func.count(), func.min(Passkey.added_at)).where(Passkey.user_id == user_id)
        codes = select(func.count(), func.max(RecoveryCode.made_at)).where(RecoveryCode.user_id == user_id)
        row = db.session.execute(
            select(
                app.with_only_columns(Authenticator.added_at).scalar_subquery(),
                app.with_only_columns(Authenticator.used_at).scalar_subquery(),
                keys.with_only_columns(func.count()).scalar_subquery(),
                keys.with_only_columns(func.min(Passkey.added_at)).scalar_subquery(),
                keys.with_only_columns(func.max(Passkey.added_at)).scalar_subquery(),
                keys.with_only_columns(func.max(Passkey.used_at)).scalar_subquery(),
                codes.with_only_columns(func.count()).scalar_subquery(),
                codes.with_only_columns(func.max(RecoveryCode.made_at)).scalar_subquery(),
            )
        ).one()
        return cls(*row)

    @property
    def any(self) -> bool:
        return self.authenticator_added is not None or self.passkeys > 0


def owns_factor() -> ColumnElement[bool]:
    """Of a row of users: whether somebody has a second factor. Part of the one statement that a request costs."""
    return or_(
        exists().where(Authenticator.user_id == User.id),
        exists().where(Passkey.user_id == User.id),
    )


def has_second_factor(user_id: int) -> bool:
    return bool(db.session.scalar(select(owns_factor()).where(User.id == user_id)))


def remove_factors(user_id: int) -> bool:
    """Let the password alone suffice again; whether there was anything to remove."""
    had = Factors.of(user_id)
    Authenticator.remove(user_id)
    Passkey.remove_all(user_id)
    RecoveryCode.remove(user_id)
    return had.any or had.codes > 0
