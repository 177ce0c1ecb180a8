"""Addresses of meetings, cohorts and the inbox."""

from tests.address import Address

ADDRESSES: tuple[Address, ...] = ()
