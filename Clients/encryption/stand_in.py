"""A stand-in for the services of AWS in which tools keep what they encrypt."""

import contextlib

from moto.server import ThreadedMotoServer


@contextlib.contextmanager
def storage():
    """The URL of a server that plays S3 and DynamoDB."""
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    moto.start()
    try:
        yield "http://{}:{}".format(*moto.get_host_and_port())
    finally:
        moto.stop()
