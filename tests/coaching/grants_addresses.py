"""Addresses of coaching that are about grants: becoming a coach, inviting, accepting, what is shown, the log."""

from tests.address import Address

ADDRESSES: tuple[Address, ...] = ()
