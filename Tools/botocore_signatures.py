"""Makes Tests/SigV4Tests/Vectors/botocore-random.json: random requests, signed by botocore.

Run with botocore 1.44.5 installed; it reads no network, no clock and no credentials, and always writes the same:

    python3 Tools/botocore_signatures.py > Tests/SigV4Tests/Vectors/botocore-random.json
"""

import base64
import calendar
import datetime
import hashlib
import json
import random
import string
import sys
from urllib.parse import quote, urlsplit

import botocore.auth
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

SEED = 20250101
REQUESTS = 300
# Never signed by botocore; they must not disturb a verifier.
UNSIGNED = ["User-Agent", "X-Amzn-Trace-Id", "Connection", "Expect"]
# What may stand raw in a path (RFC 3986, section 3.3), a slash and a dot more often than the rest.
PATH_RAW = string.ascii_letters + string.digits + "-._~!$&'()*+,;=:@" + "////...."
ODD_TEXT = string.ascii_letters + string.digits + " -._~!$&'()*+,;=:@/?%#[]{}\"<>|\\^`\u00e9\u1234\U0001f511"


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def text(self, alphabet, shortest, longest):
        return "".join(self.random.choices(alphabet, k=self.random.randint(shortest, longest)))

    def chance(self, probability):
        return self.random.random() < probability

    def path(self):
        if self.chance(0.3):
            return "/"
        segments = []
        for _ in range(self.random.randint(1, 5)):
            if self.chance(0.2):
                segments.append(self.random.choice(["", ".", "..", "%2F", "%25", "%2e%2e"]))
            elif self.chance(0.5):
                segments.append(self.text(PATH_RAW, 0, 8))
            else:
                segments.append(quote(self.text(ODD_TEXT, 1, 6), safe=""))
        return "/" + "/".join(segments) + self.random.choice(["", "/"])

    def query(self):
        if self.chance(0.4):
            return ""
        names = [self.text(ODD_TEXT, 1, 5) for _ in range(self.random.randint(1, 4))]
        pairs = []
        for _ in range(self.random.randint(1, 6)):
            pair = quote(self.random.choice(names), safe="-_.~")
            if self.chance(0.9):
                pair += "=" + quote(self.text(ODD_TEXT, 0, 6), safe="-_.~")
            pairs.append(pair)
        return "&".join(pairs)

    def header_value(self):
        words = [self.text(string.ascii_letters + string.digits + "\"'(),/:;=?@%\u00e9", 1, 6) for _ in range(3)]
        gaps = [self.random.choice([" ", "  ", "   ", "\t", " \t "]) for _ in words]
        value = "".join(word + gap for word, gap in zip(words, gaps))
        return value if self.chance(0.3) else value.strip()

    def headers(self, service, body):
        headers = []
        if self.chance(0.7):
            headers.append(("Content-Type", self.random.choice(
                ["application/x-amz-json-1.1", "application/x-www-form-urlencoded; charset=utf-8"])))
        if self.chance(0.7):
            headers.append(("X-Amz-Target", service.upper() + "." + self.text(string.ascii_letters, 3, 12)))
        if self.chance(0.3):
            headers.append(("Content-Length", str(len(body))))
        if self.chance(0.2):
            headers.append(("X-Amz-Content-SHA256", hashlib.sha256(body).hexdigest()))
        for _ in range(self.random.randint(0, 3)):
            # Few names, so that some come twice.
            headers.append((self.random.choice(["X-Custom-A", "x-custom-b", "My_Header!"]), self.header_value()))
        for name in UNSIGNED:
            if self.chance(0.3):
                headers.append((name, self.header_value()))
        if self.chance(0.15):
            # Asks botocore to sign with a Date header instead of X-Amz-Date.
            headers.append(("Date", "replaced"))
        self.random.shuffle(headers)
        return headers

    def case(self):
        pick = self.random
        service = pick.choice(["kms", "kms", "sts", "iam", "secretsmanager"])
        region = pick.choice(["us-east-1", "eu-central-1", "ap-southeast-2", "us-gov-west-1"])
        seconds = pick.randrange(calendar.timegm((2000, 1, 1, 0, 0, 0)), calendar.timegm((2100, 1, 1, 0, 0, 0)))
        body = pick.randbytes(pick.choice([0, 1, 40]))
        credentials = Credentials(
            "AKIA" + self.text(string.ascii_uppercase + string.digits, 16, 16),
            self.text(string.ascii_letters + string.digits + "+/", 40, 40),
            self.text(string.ascii_letters + string.digits + "+/=", 20, 60) if self.chance(0.4) else None)
        path, query = self.path(), self.query()
        host = pick.choice(["kms.us-east-1.amazonaws.com", "127.0.0.1:8080", "localhost:4599", "trent.example"])
        request = AWSRequest(
            method=pick.choice(["POST", "POST", "GET", "PUT", "DELETE"]),
            url=f"http://{host}{path}" + (f"?{query}" if query else ""), data=body)
        for name, value in self.headers(service, body):
            request.headers[name] = value
        # A Host header as received may have any case.
        request.headers["Host"] = host.upper() if self.chance(0.1) else host
        return sign(request, credentials, service, region, seconds, body)


def sign(request, credentials, service, region, seconds, body):
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    botocore.auth.get_current_datetime = lambda: moment
    SigV4Auth(credentials, service, region).add_auth(request)
    url = urlsplit(request.url)
    return {
        "method": request.method,
        "path": url.path,
        "query": url.query,
        "headers": [[name.lower(), value] for name, value in request.headers.items()],
        "body": base64.b64encode(body).decode(),
        "secret": credentials.secret_key,
        "token": credentials.token,
        "service": service,
        "region": region,
        "epochSeconds": seconds,
    }


def main():
    generator = Generator(SEED)
    lines = [json.dumps(generator.case(), ensure_ascii=False, sort_keys=True) for _ in range(REQUESTS)]
    sys.stdout.buffer.write(("[\n" + ",\n".join(lines) + "\n]\n").encode())


if __name__ == "__main__":
    main()
