"""An OpenID Connect provider of a test's own: keys, their JWK Set, and tokens."""

import contextlib
import http.server
import json
import threading
import time

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

AUDIENCE = "sts.amazonaws.com"
SUBJECT = "system:serviceaccount:pipeline:reader"


def new_key(algorithm):
    if algorithm.startswith("ES"):
        return ec.generate_private_key({"ES256": ec.SECP256R1(), "ES384": ec.SECP384R1()}[algorithm])
    if algorithm == "EdDSA":
        return ed25519.Ed25519PrivateKey.generate()
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Issuer:
    """Signs with the key of each algorithm, whose key id is the algorithm's name."""

    def __init__(self, host, algorithms=("RS256", "ES256")):
        self.host = host
        self.url = f"https://{host}"
        self.keys = {algorithm: new_key(algorithm) for algorithm in algorithms}

    def key_set(self):
        """The JWK Set, in JSON."""
        keys = []
        for name, key in self.keys.items():
            public = jwt.get_algorithm_by_name(name).to_jwk(key.public_key(), as_dict=True)
            keys.append({"kid": name, "alg": name, "use": "sig"} | {k: v for k, v in public.items() if k != "key_ops"})
        return json.dumps({"keys": keys})

    def claims(self, **changes):
        """Of a token that is right; a claim that is changed to None is left out."""
        now = int(time.time())
        claims = {"iss": self.url, "sub": SUBJECT, "aud": [AUDIENCE], "iat": now, "exp": now + 3600}
        return {name: value for name, value in (claims | changes).items() if value is not None}

    def token(self, algorithm="RS256", key=None, headers=None, **changes):
        """`headers`: what else the header says; None leaves one out."""
        headers = {name: value for name, value in ({"kid": algorithm} | (headers or {})).items() if value is not None}
        return jwt.encode(self.claims(**changes), key or self.keys[algorithm], algorithm=algorithm, headers=headers)


@contextlib.contextmanager
def served(text):
    """A server on loopback that answers the current value of `text()` to any GET: its URL, and its requests' paths."""
    paths = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            paths.append(self.path)
            body = text().encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/keys.json", paths
        finally:
            server.shutdown()
            thread.join()
