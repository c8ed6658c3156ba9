# A copy of the bytes whose last one is another.
def altered(bytes)
  bytes.dup.tap { |copy| copy.setbyte(-1, copy.getbyte(-1) ^ 1) }
end

# Asks for what the server has to refuse.
def refusals(client)
  key, other, disabled, pending = Array.new(4) { new_key(client) }
  client.disable_key(key_id: disabled)
  client.schedule_key_deletion(key_id: pending)
  client.create_alias(alias_name: "alias/errors", target_key_id: key)
  blob = client.encrypt(key_id: key, plaintext: "row").ciphertext_blob
  forger = connect(Aws::Credentials.new(ENV.fetch("AWS_ACCESS_KEY_ID"), "wrong"))
  nobody = connect(Aws::Credentials.new("AKIAIOSFODNN7EXAMPLE", "wrong"))
  {
    key: key, disabled: disabled, pending: pending,
    NotFoundException: refusal { client.describe_key(key_id: "alias/nobody") },
    DisabledException: refusal { client.encrypt(key_id: disabled, plaintext: "row") },
    KMSInvalidStateException: refusal { client.encrypt(key_id: pending, plaintext: "row") },
    InvalidCiphertextException: refusal { client.decrypt(ciphertext_blob: altered(blob)) },
    AlreadyExistsException: refusal { client.create_alias(alias_name: "alias/errors", target_key_id: other) },
    LimitExceededException: refusal { put_policy(client, key, "x" * 32_769) },
    MalformedPolicyDocumentException: refusal { put_policy(client, key, "{") },
    TagException: refusal { client.tag_resource(key_id: key, tags: [{ tag_key: "aws:team", tag_value: "data" }]) },
    InvalidMarkerException: refusal { client.list_keys(marker: "nowhere") },
    InvalidArnException: refusal { grant_to_nobody(client, key) },
    InvalidGrantTokenException: refusal { client.encrypt(key_id: key, plaintext: "row", grant_tokens: ["nonsense"]) },
    AccessDeniedException: refusal { stranger.describe_key(key_id: key) },
    ValidationException: refusal { client.create_key(description: "x" * 8193) },
    InvalidSignatureException: refusal { forger.describe_key(key_id: key) },
    UnrecognizedClientException: refusal { nobody.describe_key(key_id: key) },
  }
end

def put_policy(client, key, text)
  client.put_key_policy(key_id: key, policy_name: "default", policy: text)
end

def grant_to_nobody(client, key)
  client.create_grant(
    key_id: key, operations: ["Encrypt"], grantee_principal: "arn:aws:iam::000000000000:user/nobody"
  )
end
