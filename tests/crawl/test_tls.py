"""TLS is verified against the system's store and SSL_CERT_FILE; what is not verified is recorded as that."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from archiver.crawl.run import CrawlRequest, crawl
from tests.crawl.fakesite import FakeSite, article, config_of, html, listing, spider_file
from tests.crawl.test_crawl import rows


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate of localhost, with its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return path


@pytest.fixture
def site(certificate: Path) -> Iterator[FakeSite]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with FakeSite(context) as opened:
        opened.routes["/"] = html(listing("/tin-a1.html"))
        opened.routes["/tin-a1.html"] = html(article(1))
        yield opened


def crawled(tmp_path: Path) -> Any:
    (report,) = crawl(config_of(tmp_path), CrawlRequest(names=("baomau",))).newspapers
    return report


def test_a_certificate_that_nobody_signed_is_refused(site: FakeSite, tmp_path: Path) -> None:
    spider_file(site, tmp_path / "papers")
    report = crawled(tmp_path)
    assert (report.state, report.reason) == ("failed", "robots.txt: tls")
    assert site.paths == []


def test_ssl_cert_file_is_trusted(
    site: FakeSite, tmp_path: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    spider_file(site, tmp_path / "papers")
    assert crawled(tmp_path).counts["articles_new"] == 1
    config = config_of(tmp_path)
    assert set(rows(config, "SELECT tls_verified FROM capture")) == {1}


def test_an_exception_is_declared_and_recorded(site: FakeSite, tmp_path: Path) -> None:
    spider_file(site, tmp_path / "papers", verify_tls=False)
    assert crawled(tmp_path).counts["articles_new"] == 1
    assert set(rows(config_of(tmp_path), "SELECT tls_verified FROM capture")) == {0}


def test_the_system_store_is_there(certificate: Path) -> None:
    from archiver.crawl.fetching import _system_paths

    found = [path for pair in _system_paths() for path in pair if path]
    if not found:
        pytest.skip("this machine has no store of certificates")
    assert all(Path(path).exists() for path in found)
