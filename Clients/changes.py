"""Workers that change keys at random, know what was acknowledged, and can tell whether a server still has it."""

import dataclasses
import itertools
import random
import threading
import time

import botocore.exceptions

STOPPED = (botocore.exceptions.ConnectionError, botocore.exceptions.HTTPClientError)


@dataclasses.dataclass(frozen=True)
class Key:
    """What a key has been told to be."""

    description: str = ""
    state: str = "Enabled"
    tags: frozenset = frozenset()
    aliases: frozenset = frozenset()
    rotations: int = 0
    period: int = 0

    @classmethod
    def read(cls, kms, key_id):
        metadata = kms.describe_key(KeyId=key_id)["KeyMetadata"]
        rotation = kms.get_key_rotation_status(KeyId=key_id)
        return cls(
            description=metadata["Description"],
            state=metadata["KeyState"],
            tags=frozenset(tag["TagKey"] for tag in kms.list_resource_tags(KeyId=key_id)["Tags"]),
            aliases=frozenset(alias["AliasName"] for alias in kms.list_aliases(KeyId=key_id)["Aliases"]),
            rotations=len(kms.list_key_rotations(KeyId=key_id)["Rotations"]),
            period=rotation["RotationPeriodInDays"] if rotation["KeyRotationEnabled"] else 0,
        )


class Worker:
    """Makes one change after the other. Its keys are its own, so it knows what each has to be."""

    KEYS_MAX = 6

    def __init__(self, number):
        self.random = random.Random(number)
        self.names = (f"worker-{number}-{count}" for count in itertools.count())
        self.keys = {}
        self.blobs = []
        # The change under way when the server ended: it may have been made or not.
        self.doubtful = None
        self.acknowledged = 0
        self.failure = None

    def run(self, kms):
        """Makes changes until the server ends. That it answers an error is a failure."""
        try:
            while True:
                self.change(kms)
                self.doubtful = None
                self.acknowledged += 1
        except STOPPED:
            pass
        except Exception as failure:
            self.failure = failure

    def change(self, kms):
        usable = [key_id for key_id, key in self.keys.items() if key.state == "Enabled"]
        if len(self.keys) < self.KEYS_MAX or not usable:
            return self.create(kms)
        key_id = self.random.choice(usable)
        ways = [self.describe, self.tag, self.untag, self.name, self.unname, self.rotate, self.enable_rotation,
                self.disable, self.schedule_deletion]
        weights = [4, 4, 2, 4, 2, 3, 2, 1, 1]
        (way,) = self.random.choices(ways, weights)
        way(kms, key_id, self.keys[key_id])

    def create(self, kms):
        name = next(self.names)
        made = kms.create_key(Description=name, Tags=[{"TagKey": name, "TagValue": ""}])["KeyMetadata"]["KeyId"]
        self.keys[made] = Key(description=name, tags=frozenset([name]))

    def make(self, key_id, call, changed):
        """Makes a call after which the key is as `changed`, once it is acknowledged."""
        self.doubtful = (key_id, changed)
        call()
        self.keys[key_id] = changed

    def describe(self, kms, key_id, key):
        text = next(self.names)
        self.make(key_id, lambda: kms.update_key_description(KeyId=key_id, Description=text),
                  dataclasses.replace(key, description=text))

    def tag(self, kms, key_id, key):
        name = next(self.names)
        if len(key.tags) >= 40:
            return self.untag(kms, key_id, key)
        self.make(key_id, lambda: kms.tag_resource(KeyId=key_id, Tags=[{"TagKey": name, "TagValue": "v"}]),
                  dataclasses.replace(key, tags=key.tags | {name}))

    def untag(self, kms, key_id, key):
        gone = self.random.sample(sorted(key.tags), min(2, len(key.tags))) or ["absent"]
        self.make(key_id, lambda: kms.untag_resource(KeyId=key_id, TagKeys=gone),
                  dataclasses.replace(key, tags=key.tags - set(gone)))

    def name(self, kms, key_id, key):
        alias = f"alias/{next(self.names)}"
        if len(key.aliases) >= 40:
            return self.unname(kms, key_id, key)
        self.make(key_id, lambda: kms.create_alias(AliasName=alias, TargetKeyId=key_id),
                  dataclasses.replace(key, aliases=key.aliases | {alias}))

    def unname(self, kms, key_id, key):
        if not key.aliases:
            return self.name(kms, key_id, key)
        alias = self.random.choice(sorted(key.aliases))
        self.make(key_id, lambda: kms.delete_alias(AliasName=alias),
                  dataclasses.replace(key, aliases=key.aliases - {alias}))

    def rotate(self, kms, key_id, key):
        if key.rotations >= 20:
            return self.describe(kms, key_id, key)
        self.make(key_id, lambda: kms.rotate_key_on_demand(KeyId=key_id),
                  dataclasses.replace(key, rotations=key.rotations + 1))
        # A ciphertext of the new key material proves later that the material itself was kept.
        self.blobs.append((key_id, kms.encrypt(KeyId=key_id, Plaintext=key_id.encode())["CiphertextBlob"]))

    def enable_rotation(self, kms, key_id, key):
        period = self.random.randint(90, 2560)
        self.make(key_id, lambda: kms.enable_key_rotation(KeyId=key_id, RotationPeriodInDays=period),
                  dataclasses.replace(key, period=period))

    def disable(self, kms, key_id, key):
        self.make(key_id, lambda: kms.disable_key(KeyId=key_id), dataclasses.replace(key, state="Disabled"))

    def schedule_deletion(self, kms, key_id, key):
        # Until its deletion is cancelled, a key is not rotated.
        self.make(key_id, lambda: kms.schedule_key_deletion(KeyId=key_id),
                  dataclasses.replace(key, state="PendingDeletion", period=0))

    def verify(self, kms):
        """Every change acknowledged is there; one that was under way is there whole or not at all."""
        for key_id, expected in self.keys.items():
            found = Key.read(kms, key_id)
            possible = [expected]
            if self.doubtful and self.doubtful[0] == key_id:
                possible.append(self.doubtful[1])
            assert found in possible, f"{key_id} is {found}, not {possible}"
            self.keys[key_id] = found
        self.doubtful = None
        for key_id, blob in self.blobs:
            if self.keys[key_id].state == "Enabled":
                assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == key_id.encode()


def run_until_killed(server, workers, count, meanwhile=lambda: None):
    """Lets the workers change keys at once and kills the server when they have made `count` changes together.

    `meanwhile` runs after the first half of the changes, while the workers go on.
    """
    before = acknowledged(workers)
    threads = [threading.Thread(target=worker.run, args=(server.client(),), daemon=True) for worker in workers]
    for thread in threads:
        thread.start()
    try:
        for part in (count // 2, count):
            while acknowledged(workers) - before < part and all(thread.is_alive() for thread in threads):
                time.sleep(0.001)
            if part < count:
                meanwhile()
    finally:
        server.kill()
        for thread in threads:
            thread.join()
    for failure in [worker.failure for worker in workers if worker.failure]:
        raise failure
    assert acknowledged(workers) - before >= count, "\n".join(server.log[-50:])


def acknowledged(workers):
    return sum(worker.acknowledged for worker in workers)
