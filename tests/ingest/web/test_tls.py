"""Pages come over TLS from whom the certificate names, and from nobody else."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ingest.web.addresses import is_any
from ingest.web.fetcher import Fetcher
from tests.ingest.web.conftest import QUICK
from tests.ingest.web.server import Server
from vectorstore import SourceError


def certificate(folder: Path, days: int = 1) -> Path:
    """Write a certificate of 127.0.0.1 that it gives itself, with its key; return the file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A server of a test")])
    now = datetime.datetime.now(datetime.UTC)
    begin, end = sorted([now, now + datetime.timedelta(days=days)])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(begin - datetime.timedelta(hours=1))
        .not_valid_after(end)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


def over_tls(server: Server, file: Path) -> str:
    """Make a server speak TLS; return its address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return server.url("/a").replace("http:", "https:")


def trusting(file: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(file))


def test_a_page_comes_over_tls(tmp_path: Path) -> None:
    file = certificate(tmp_path)
    server = Server()
    url = over_tls(server, file)
    with server, Fetcher(QUICK, allowed=is_any, ssl_context=trusting(file)) as fetcher:
        server.page("/a", "Hello", Content_Encoding="identity")
        assert fetcher.get(url).body == b"Hello"
        # The time of an answer is bounded behind the handshake as well.
        server.pages["/a"] = lambda h: h.drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x", 0.1)
        with pytest.raises(SourceError, match="did not come to its end within 1 seconds"):
            fetcher.get(url)


@pytest.mark.parametrize(
    ("days", "trusted", "host"),
    [(1, False, "127.0.0.1"), (-1, True, "127.0.0.1"), (1, True, "localhost")],
    ids=["nobody vouches for it", "it is out of date", "it is another's"],
)
def test_a_certificate_that_is_not_valid_is_named_and_not_tried_again(
    tmp_path: Path, days: int, trusted: bool, host: str
) -> None:
    file = certificate(tmp_path, days)
    server = Server()
    url = over_tls(server, file).replace("127.0.0.1", host)
    naps: list[float] = []
    context = trusting(file) if trusted else None
    with (
        server,
        Fetcher(QUICK, allowed=is_any, sleep=naps.append, ssl_context=context) as fetcher,
        pytest.raises(SourceError, match="its certificate is not valid"),
    ):
        fetcher.get(url)
    assert (naps, server.asked) == ([], [])
