"""Which addresses may be connected to."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

#: Returns the addresses of a host's name and port, as texts; raises OSError.
Resolver = Callable[[str, int], Sequence[str]]

# IPv6 addresses that stand for the IPv4 address which a gateway on the way connects to.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host as this machine knows them; raises OSError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label that is empty or too long
        raise OSError(f"{host!r} is not a name") from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(address: str) -> bool:
    """Say whether an address is one of the open internet.

    Loopback, private, link-local, multicast, reserved and unspecified addresses are not, nor are
    IPv6 addresses that carry such an IPv4 address, nor what is no address at all.

    >>> is_public("93.184.216.34"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if parsed in _NAT64:
        return _is_open(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF))
    return all(_is_open(one) for one in (parsed, *_carried(parsed)))


def is_any(address: str) -> bool:
    """Say that any address may be connected to, this machine's own and private ones included."""
    return True


def _is_open(address: IPAddress) -> bool:
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_loopback
        or address.is_link_local
        or address.is_unspecified
        or address.is_private
        or getattr(address, "is_site_local", False)  # of IPv6 alone, and counted as global
    )


def _carried(address: IPAddress) -> list[IPAddress]:
    if isinstance(address, ipaddress.IPv4Address):
        return []
    carried: list[IPAddress | None] = [address.ipv4_mapped, address.sixtofour]
    if address.teredo:
        carried += address.teredo
    return [one for one in carried if one is not None]
