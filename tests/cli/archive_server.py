# SPDX-License-Identifier: MIT
"""Serves a made archive over HTTP, with a fault for some symbols.

archive_server.py ROOT PORTFILE [CERTIFICATE]: with one, over TLS
"""
import http.server
import os
import ssl
import sys
import time

ROOT, PORTFILE = sys.argv[1:3]
seen = set()


class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args):
        super().__init__(*args, directory=ROOT)

    def log_message(self, *args):
        with open("requests", "a") as f:
            f.write(self.path + "\n")

    def answer(self, code, body=b"", **headers):
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        again = self.path in seen
        seen.add(self.path)
        if self.path.endswith("CHECKSUM"):
            if "/SUMNEW/" in self.path and not again:
                name = os.path.basename(self.path)[:-len(".CHECKSUM")]
                return self.answer(200, b"0" * 64 + b"  " + name.encode())
            if "/SUMSHUT/" in self.path:
                return self.answer(403, b"<html>no</html>")
            if "/SUMLONG/" in self.path:
                self.close_connection = True
                self.send_response(200)
                self.end_headers()
                return self.wfile.write(b"0" * 100000)
        if "/daily/" not in self.path or self.path.endswith("CHECKSUM"):
            return super().do_GET()
        if "/ERROR/" in self.path or ("/RETRY/" in self.path and not again):
            return self.answer(500, b"<html>sorry</html>")
        if "/FORBIDDEN/" in self.path:
            return self.answer(403, b"<html>no</html>")
        if "/REDIRECT/" in self.path:
            return self.answer(302, Location="file://" + ROOT + self.path)
        if "/ODD/" in self.path and not again:
            return self.answer(202)
        if "/SHORTBODY/" in self.path and not again:
            self.close_connection = True
            self.send_response(200)
            self.send_header("Content-Length", "99999")
            self.end_headers()
            return self.wfile.write(b"PK" * 20000)
        if "/HANG/" in self.path and "05-03" in self.path:
            open("hanging", "w").close()
            while not os.path.exists("released"):
                time.sleep(0.02)
        return super().do_GET()


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
if len(sys.argv) > 3:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(sys.argv[3])
    server.socket = tls.wrap_socket(server.socket, server_side=True)
with open(PORTFILE + ".new", "w") as out:
    out.write(str(server.server_address[1]))
os.rename(PORTFILE + ".new", PORTFILE)
server.serve_forever()
