"""The bots' way through the front door: plain HTTP, a few calls at a time."""

import asyncio
import http.client
import ssl
from typing import Any

import msgspec

from quiz.bots.way import way

TIMEOUT_S = 10


class NoContest(LookupError):
    """Nobody answers there, or with a certificate that nobody vouches for, or the server knows no
    such contest, or none of its rounds."""


AT_ONCE = 8


class FrontDoor:
    """The REST interface at `url` (scheme://host:port)."""

    def __init__(self, url: str) -> None:
        self._url, self._way = url, way(url)
        self._places = asyncio.Semaphore(AT_ONCE)

    async def get(self, path: str) -> tuple[int, Any]:
        """Status and body of an answer; status 0 when there is none. Raises NoContest when the
        server's certificate is wrong: no later look mends that."""
        return await self._call("GET", path, None)

    async def post(self, path: str, data: Any) -> tuple[int, Any]:
        """Like `get`, with a body."""
        return await self._call("POST", path, msgspec.json.encode(data))

    async def contest(self, code: str) -> Any:
        """What the server says of a contest; None when nobody answers. Raises NoContest."""
        status, body = await self.get(f"/api/contests/{code}")
        if status == 404:
            raise NoContest(f"{self._url} has no contest {code}")
        return body if status == 200 else None

    async def _call(self, method: str, path: str, body: bytes | None) -> tuple[int, Any]:
        async with self._places:
            return await asyncio.to_thread(self._blocking, method, path, body)

    def _blocking(self, method: str, path: str, body: bytes | None) -> tuple[int, Any]:
        to = self._way
        kind = http.client.HTTPSConnection if to.secure else http.client.HTTPConnection
        connection = kind(to.host, to.port, timeout=TIMEOUT_S)
        said = {"Content-Type": "application/json", "Host": to.name, **to.headers}
        try:
            connection.request(method, path, body, said)
            answer = connection.getresponse()
            return answer.status, msgspec.json.decode(answer.read() or b"null")
        except ssl.SSLCertVerificationError as error:
            raise NoContest(self._mistrusted(error.verify_message)) from error
        except (OSError, http.client.HTTPException, msgspec.DecodeError):
            return 0, None
        finally:
            connection.close()

    def _mistrusted(self, why: str) -> str:
        return (
            f"the certificate of {self._url} is not trusted ({why}): ask by the name that it is"
            " for; one of your own is trusted when SSL_CERT_FILE names it"
        )
