"""Addresses of reviews and threads, of the mentee and of the coach."""

from tests.address import Address

ADDRESSES: tuple[Address, ...] = ()
