"""Addresses of the coach home: the list, its files, flags and groups."""

from tests.address import Address

ADDRESSES: tuple[Address, ...] = ()
