"""Which addresses are of the open internet."""

from __future__ import annotations

import pytest

from ingest.web.addresses import is_public, resolve


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 127.8.8.8 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.0.1
    169.254.169.254 100.64.0.1 192.0.0.1 198.18.0.1 224.0.0.1 239.255.255.255 240.0.0.1
    255.255.255.255 ::1 :: fec0::1 fe80::1 fe80::1%eth0 fc00::1 fd12:3456::1 ff02::1
    ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:0:127.0.0.1 ::127.0.0.1 64:ff9b::7f00:1
    64:ff9b::10.0.0.1 64:ff9b:1::10.0.0.1 2002:7f00:1:: 2002:c0a8:1::
    2001:0:4136:e378:8000:63bf:3fff:fdd2 example.com not-an-address 1.2.3""".split(),
)
def test_an_address_that_is_not_of_the_open_internet_is_told(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    "93.184.216.34 1.1.1.1 172.32.0.1 2606:4700:4700::1111 64:ff9b::101:101".split(),
)
def test_an_address_of_the_open_internet_is_told(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "127.1", "0"])
def test_loopback_in_odd_spellings_is_seen_for_what_it_is(host: str) -> None:
    assert not any(is_public(address) for address in resolve(host, 80))


@pytest.mark.parametrize("host", ["a" * 70 + ".example", "a..example"])
def test_a_name_that_cannot_be_one_is_an_error_of_the_system(host: str) -> None:
    with pytest.raises(OSError, match=r"\w"):
        resolve(host, 80)
