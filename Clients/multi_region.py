"""A multi-Region key of the tests."""

from harness import REGION, eventually

ABROAD = "eu-west-1"
FARTHER = "us-west-2"


class Set:
    """A multi-Region key. `self[region]` is a client of the Region."""

    def __init__(self, server, spec="SYMMETRIC_DEFAULT", usage="ENCRYPT_DECRYPT", **parameters):
        self.clients = {region: server.client(region=region) for region in (REGION, ABROAD, FARTHER)}
        made = self[REGION].create_key(KeySpec=spec, KeyUsage=usage, MultiRegion=True, **parameters)
        self.metadata = made["KeyMetadata"]
        self.key = self.metadata["KeyId"]

    def __getitem__(self, region):
        return self.clients[region]

    def described(self, region):
        return self[region].describe_key(KeyId=self.key)["KeyMetadata"]

    def replicate(self, region=ABROAD, source=REGION, **parameters):
        answer = self[source].replicate_key(KeyId=self.key, ReplicaRegion=region, **parameters)
        self.settle(region)
        return answer

    def settle(self, *regions):
        """Waits for what is under way in the Regions to end."""
        for region in regions:
            eventually(lambda: self.described(region)["KeyState"] not in ("Creating", "Updating"), f"{region} is done")

    def move(self, region, source=REGION):
        self[source].update_primary_region(KeyId=self.key, PrimaryRegion=region)
        self.settle(region, source)

    def types(self):
        return {
            region: self.described(region)["MultiRegionConfiguration"]["MultiRegionKeyType"] for region in self.clients
        }
