"""Addresses of a mentee's pages as a coach sees them."""

from tests.address import Address

ADDRESSES: tuple[Address, ...] = ()
