# SPDX-License-Identifier: MIT
"""Asks the control endpoint: ask.py URL [METHOD [BODY]]; prints the answer.

A few lines on a socket: a test asks often, and urllib takes long to load.
"""
import socket
import sys

url, method, body = (sys.argv[1:] + ["GET", ""][len(sys.argv) - 2:])[:3]
host, _, path = url.removeprefix("http://").partition("/")
name, _, port = host.partition(":")
with socket.create_connection((name, int(port)), timeout=30) as sock:
    data = body.encode()
    sock.sendall(
        f"{method} /{path} HTTP/1.0\r\nHost: {host}\r\nContent-Type: "
        f"application/json\r\nContent-Length: {len(data)}\r\n\r\n".encode()
        + data)
    answer = b"".join(iter(lambda: sock.recv(1 << 16), b""))
head, _, text = answer.partition(b"\r\n\r\n")
sys.stdout.buffer.write(text)
sys.exit(0 if head.split(None, 2)[1] == b"200" else 1)
