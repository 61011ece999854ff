"""config/nginx.conf as a private nginx: the same file but for what this machine has elsewhere."""

import datetime as dt
import ipaddress
import os
import socket
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from quiz import clock
from tests.processes import ROOT, Process, free_port, program
from tests.servers import WebServer

HOST = "127.0.0.1"
# Who answered which address; the file itself writes nothing down.
LOG = "log_format who '$upstream_addr $request_uri'; access_log {} who;"
LIMITS = "max_fails=1 fail_timeout=2s"


class Nginx(Process):
    """nginx before web servers, each on a port of its own: `sockets` and `pages` are what compose
    calls `web` and `pages`."""

    def __init__(
        self, folder: Path, sockets: Sequence[WebServer], pages: Sequence[WebServer]
    ) -> None:
        folder.mkdir()
        super().__init__(folder / "nginx.log")
        self._folder = folder
        self.behind = {"web": sockets, "pages": pages}
        self.port, self.plain, self._own = free_port(), free_port(), free_port()
        self.url = f"https://{HOST}:{self.port}"
        self.certificate = folder / "fullchain.pem"

    def start(self) -> None:
        certify(self._folder)
        file = self._folder / "nginx.conf"
        file.write_text(self._told())
        # Its workers read and write in the test's folder, which is the test's alone.
        user = " user root;" if os.geteuid() == 0 else ""
        self.spawn([program("nginx", "/usr/sbin"), "-c", str(file), "-g", f"daemon off;{user}"])
        self.wait_until(self._answers, "nginx")

    def answered(self, ask: str) -> list[int]:
        """The ports that were asked for `ask`, in turn; several where one stood in for another."""
        lines = (self._folder / "access.log").read_text().splitlines()
        found = [line.rpartition(" ")[0] for line in lines if line.endswith(f" {ask}")]
        return [int(one.rpartition(":")[2]) for each in found for one in each.split(", ")]

    def _told(self) -> str:
        text = (ROOT / "config" / "nginx.conf").read_text()
        for ours, here in self._here().items():
            assert ours in text, f"config/nginx.conf has no {ours!r} any more"
            text = text.replace(ours, here)
        return text

    def _here(self) -> dict[str, str]:
        """What stands here for each line that this machine has otherwise. Debian's nginx is older
        than compose's: it knows neither `http2 on` nor `resolve`."""
        folder, own = self._folder, f"listen {HOST}:{self._own};"
        encrypted = f"listen {HOST}:{self.port} ssl http2 default_server;"
        return {
            "pid /run/nginx.pid;": f"pid {folder}/nginx.pid;",
            "access_log off;": LOG.format(folder / "access.log"),
            "resolver 127.0.0.11 valid=2s ipv6=off;": _scratch(folder),
            **self._servers("web"),
            **self._servers("pages"),
            "/var/cache/nginx/static": f"{folder}/static",
            "listen 80 default_server;": f"listen {HOST}:{self.plain} default_server;",
            "listen 127.0.0.1:8080;": own,
            "listen 443 ssl default_server;": encrypted,
            "http2 on;": "",
            "/etc/nginx/tls/": f"{folder}/",
            "/etc/nginx/pages": f"{ROOT}/config",
        }

    def _servers(self, name: str) -> dict[str, str]:
        """A name that compose resolves to several addresses, as so many lines."""
        lines = {}
        for role in (" backup", ""):
            each = (f"server {HOST}:{one.port} {LIMITS}{role};" for one in self.behind[name])
            lines[f"server {name}:8000 resolve {LIMITS}{role};"] = "\n".join(each)
        return lines

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((HOST, self._own)) == 0


def _scratch(folder: Path) -> str:
    """Folders that Debian's nginx has where only root may write."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)


def certify(folder: Path) -> None:
    """A certificate for HOST that vouches for itself (fullchain.pem), and its key (privkey.pem)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.fromtimestamp(clock.now() / 1_000, dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]),
                       critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "fullchain.pem").write_bytes(made.public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "privkey.pem").write_bytes(private)
