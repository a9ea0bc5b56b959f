"""A real DNS server on loopback with TXT records, which can be told not to answer."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

LONGEST_STRING = 255


@dataclass
class NameServer:
    """What the server knows.

    Args:
        texts: TXT records by name.
        aliases: CNAME records by name.
        fails: names with the answer SERVFAIL.
        is_silent: whether it answers nothing at all.
        asked: the names, in order.
    """

    port: int = 0
    texts: dict[str, list[str]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    fails: set[str] = field(default_factory=set)
    is_silent: bool = False
    asked: list[str] = field(default_factory=list)

    def answer(self, wire: bytes) -> bytes:
        """Return the answer to a question; empty for none."""
        query = dns.message.from_wire(wire)
        name = query.question[0].name.to_text(omit_final_dot=True).lower()
        self.asked.append(name)
        if self.is_silent:
            return b""
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        target = self.aliases.get(name, name)
        if name in self.fails:
            response.set_rcode(dns.rcode.SERVFAIL)
        elif target not in self.texts and not any(each.endswith(f".{target}") for each in self.texts):
            response.set_rcode(dns.rcode.NXDOMAIN)
        if target != name:
            response.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "CNAME", f"{target}."))
        if texts := self.texts.get(target, []):
            rows = [_strings(text) for text in texts]
            response.answer.append(dns.rrset.from_text(f"{target}.", 60, "IN", "TXT", *rows))
        return response.to_wire()


def _strings(text: str) -> str:
    """A record is made of strings of at most 255 letters."""
    parts = [text[start : start + LONGEST_STRING] for start in range(0, len(text), LONGEST_STRING)]
    return " ".join(f'"{part}"' for part in parts)


@contextmanager
def name_server() -> Iterator[NameServer]:
    """Run a server for the block."""
    knows = NameServer()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            wire, sock = self.request
            if answer := knows.answer(wire):
                sock.sendto(answer, self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler) as server:
        knows.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield knows
        server.shutdown()
        thread.join()
