"""Signatures of any time, whatever the clock says."""

import botocore.auth
import botocore.credentials


class SignerAt(botocore.auth.SigV4Auth):
    """botocore's signer at a time of our choice."""

    def __init__(self, key, service, region, at):
        credentials = botocore.credentials.Credentials(
            key.access_key_id, key.secret_access_key, key.session_token
        )
        super().__init__(credentials, service, region)
        self.at = at

    def add_auth(self, request):
        request.context["timestamp"] = self.at.strftime("%Y%m%dT%H%M%SZ")
        self._modify_request_before_signing(request)
        to_sign = self.string_to_sign(request, self.canonical_request(request))
        self._inject_signature_to_request(request, self.signature(to_sign, request))
