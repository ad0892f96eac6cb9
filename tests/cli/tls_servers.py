# SPDX-License-Identifier: MIT
"""TLS servers that nobody should talk to: tls_servers.py READY SAW.

Each has a port; READY gets lines "NAME PORT", SAW a line for each byte string
that a client sent after a handshake.  It ends when standard input does.
"""
import os
import socket
import ssl
import sys
import threading

ready, saw = sys.argv[1:]
lock = threading.Lock()


def context(name, least=None, most=None):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if most:
        made.set_ciphers("ALL:@SECLEVEL=0")
        made.minimum_version, made.maximum_version = least, most
    made.load_cert_chain(name + ".pem", name + ".key")
    return made


def shake(made):
    def serve(conn):
        with made.wrap_socket(conn, server_side=True) as tls:
            data = tls.recv(4096)
            with lock, open(saw, "a", encoding="ascii") as file:
                file.write(f"{data[:20]!r}\n" if data else "")
    return serve


def hang_up(conn):
    conn.recv(4096)


def half(conn):
    conn.recv(4096)
    conn.sendall(b"\x16\x03\x03\x00\x7a\x02\x00\x00\x76\x03\x03")


def plain(conn):
    conn.recv(4096)
    conn.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


VERSION = ssl.TLSVersion
SERVERS = {
    "self-signed": shake(context("self")),
    "wrong-host": shake(context("host")),
    "expired": shake(context("old")),
    "not-yet": shake(context("new")),
    "tls-1.0": shake(context("good", VERSION.TLSv1, VERSION.TLSv1)),
    "tls-1.1": shake(context("good", VERSION.TLSv1_1, VERSION.TLSv1_1)),
    "hangs-up": hang_up,
    "half-hello": half,
    "no-tls": plain,
}


def accept(sock, serve):
    while True:
        conn, _ = sock.accept()
        with conn:
            try:
                serve(conn)
            except OSError:
                pass


with open(ready + ".new", "w", encoding="ascii") as file:
    for name, serve in SERVERS.items():
        sock = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=accept, args=(sock, serve),
                         daemon=True).start()
        print(name, sock.getsockname()[1], file=file)
os.rename(ready + ".new", ready)
sys.stdin.read()
os._exit(0)
