"""The code under test: keeps small secrets, each encrypted for whom it is about."""

import boto3


class Vault:
    def __init__(self, key):
        self.kms = boto3.client("kms")
        self.key = key
        self.secrets = {}

    def put(self, person, secret):
        sealed = self.kms.encrypt(KeyId=self.key, Plaintext=secret, EncryptionContext={"person": person})
        self.secrets[person] = sealed["CiphertextBlob"]

    def get(self, person, of=None):
        """`of`: whose secret it is taken for; KMS refuses if it is another's."""
        blob = self.secrets[person]
        return self.kms.decrypt(CiphertextBlob=blob, EncryptionContext={"person": of or person})["Plaintext"]
