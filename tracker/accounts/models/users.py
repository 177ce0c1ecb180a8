"""Who has an account. Hides how passwords are compared without telling whether an address is known."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import String, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.accounts.models.digests import NOBODY, hashed, is_outdated, matches
from tracker.accounts.models.sessions import UserSession
from tracker.accounts.models.tickets import HALF_WAY, RESET, Ticket
from tracker.extensions import UtcDateTime, db

NAME_LENGTH = 80
EMAIL_LENGTH = 254
PASSWORD_LENGTH = 1000


class User(db.Model):  # type: ignore[name-defined]
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    password_hash: Mapped[str] = mapped_column(String(200))
    time_zone: Mapped[str] = mapped_column(String(64))
    guide_id: Mapped[str | None] = mapped_column(String(80))
    """The guide whose roadmap this person works on; None: the first one."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When somebody followed a link that was sent to the address; None: nobody has."""
    uid: Mapped[str | None] = mapped_column(String(32), unique=True, index=True, default=lambda: secrets.token_hex(16))
    """A random id that no other account ever has, unlike `id`, which SQLite gives again after a deletion."""

    @classmethod
    def sign_up(cls, *, name: str, email: str, password_hash: str, time_zone: str) -> "User | None":
        """A new account, or None where the address has one. An empty `password_hash`: no password opens it."""
        user = cls(
            name=name,
            email=normal(email),
            password_hash=password_hash,
            time_zone=time_zone,
            created_at=clock.now(),
        )
        if db.session.scalar(select(cls.id).where(cls.email == user.email)) is not None:
            return None
        try:
            with db.session.begin_nested():
                db.session.add(user)
        except IntegrityError:  # somebody took the address since we looked
            return None
        return user

    @classmethod
    def by_email(cls, email: str) -> "User | None":
        return db.session.scalar(select(cls).where(cls.email == normal(email)))

    @classmethod
    def everyone(cls) -> "Sequence[User]":
        return db.session.scalars(select(cls).order_by(cls.id)).all()

    @classmethod
    def by_id(cls, user_id: int) -> "User":
        return db.session.get_one(cls, user_id)

    @classmethod
    def enabled(cls, user_id: int) -> "User | None":
        """The person, unless the account is disabled."""
        return db.session.scalar(select(cls).where(cls.id == user_id, cls.disabled_at.is_(None)))

    @classmethod
    def locked(cls, user_id: int) -> "User | None":
        """The account, with nobody else changing what hangs on it until the commit; None where it is gone."""
        return db.session.scalar(
            select(cls).where(cls.id == user_id).with_for_update().execution_options(populate_existing=True)
        )

    @classmethod
    def by_uids(cls, uids: Collection[str]) -> "Sequence[User]":
        return db.session.scalars(select(cls).where(cls.uid.in_(uids)).order_by(cls.id)).all()

    def delete(self) -> None:
        """Remove the account. Whatever hangs on it in any table goes by itself."""
        db.session.execute(delete(User).where(User.id == self.id))

    @classmethod
    def sign_in(cls, email: str, password: str) -> "User | None":
        """The person, if address and password belong together and the account isn't disabled.

        Takes as long for an unknown address. Holds no lock while it hashes: ends the session's transaction, and then
        takes the person only if the password is still the one that was compared.
        """
        found = db.session.execute(select(cls.id, cls.password_hash).where(cls.email == normal(email))).one_or_none()
        db.session.rollback()
        if not matches((found and found.password_hash) or NOBODY, password) or found is None:
            return None
        renewed = hashed(password) if is_outdated(found.password_hash) else found.password_hash
        unchanged = (cls.id == found.id, cls.password_hash == found.password_hash, cls.disabled_at.is_(None))
        user = db.session.scalar(select(cls).where(*unchanged).with_for_update())
        if user is not None and renewed != found.password_hash:
            user.password_hash = renewed
        return user

    @classmethod
    def has_password(cls, user_id: int) -> bool:
        """Whether a password opens the account: none does for somebody who came by a provider and has set none."""
        return db.session.scalar(select(cls.id).where(cls.id == user_id, cls.password_hash != "")) is not None

    def knows(self, password: str) -> bool:
        """Ends the session's transaction before it hashes, so that no lock is held meanwhile."""
        password_hash = self.password_hash
        db.session.rollback()
        return matches(password_hash, password)

    def change_password(self, password: str) -> None:
        """Set it and end every session of this person, also those that are half begun."""
        self.take_password(hashed(password))

    def take_password(self, password_hash: str) -> None:
        """The same, with what `hashed` made of it before, when no lock was held."""
        self.password_hash = password_hash
        UserSession.end_all(self.id)
        Ticket.void(self.id, RESET, HALF_WAY, "address")

    def confirm(self) -> None:
        """Note that whoever reads mail to the address is this person."""
        self.confirmed_at = self.confirmed_at or clock.now()

    def change_address(self, email: str, *, confirmed: bool) -> bool:
        """Whether the address is theirs now; it is not where somebody else has it. Links sent before open nothing."""
        if User.by_email(email) not in {None, self}:
            return False
        try:
            with db.session.begin_nested():
                self.email = normal(email)
                self.confirmed_at = clock.now() if confirmed else None
        except IntegrityError:  # somebody took the address since we looked
            return False
        Ticket.void(self.id, RESET, "address", "confirm")
        return True

    def disable(self) -> None:
        self.disabled_at = clock.now()
        UserSession.end_all(self.id)
        Ticket.void(self.id)


def normal(email: str) -> str:
    """The address as it is stored and compared."""
    return email.strip().casefold()
