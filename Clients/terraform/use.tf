# Names and grants of keys, and what can be read of them and with them.

resource "aws_kms_alias" "named" {
  name          = "alias/pipeline"
  target_key_id = var.later ? aws_kms_key.switched_on.key_id : aws_kms_key.full.key_id
}

resource "aws_kms_alias" "prefixed" {
  name_prefix   = "alias/pipeline-"
  target_key_id = aws_kms_key.full.arn
}

resource "aws_kms_alias" "unnamed" {
  target_key_id = aws_kms_key.of_spec["HMAC_256"].arn
}

resource "aws_kms_grant" "equals" {
  name               = "writer"
  key_id             = aws_kms_key.full.key_id
  grantee_principal  = aws_iam_role.writer.arn
  retiring_principal = aws_iam_role.janitor.arn
  operations         = ["Encrypt", "Decrypt", "GenerateDataKey", "CreateGrant", "RetireGrant"]
  constraints {
    encryption_context_equals = { dataset = "orders" }
  }
}

# After an import there is no grant token, since AWS gives it only once.
resource "aws_kms_grant" "subset" {
  key_id                = aws_kms_key.full.arn
  grantee_principal     = aws_iam_user.reader.arn
  operations            = ["Decrypt"]
  grant_creation_tokens = compact([aws_kms_grant.equals.grant_token])
  retire_on_delete      = true
  constraints {
    encryption_context_subset = { dataset = "orders", stage = "raw" }
  }
}

resource "aws_kms_ciphertext" "password" {
  key_id    = aws_kms_key.full.key_id
  plaintext = "secret"
  context   = { dataset = "orders" }
}

data "aws_kms_ciphertext" "password" {
  key_id    = aws_kms_key.full.key_id
  plaintext = "secret"
}

data "aws_kms_secrets" "passwords" {
  secret {
    name    = "kept"
    payload = aws_kms_ciphertext.password.ciphertext_blob
    context = { dataset = "orders" }
  }
  secret {
    name                 = "fresh"
    payload              = data.aws_kms_ciphertext.password.ciphertext_blob
    key_id               = aws_kms_key.full.arn
    encryption_algorithm = "SYMMETRIC_DEFAULT"
  }
}

data "aws_kms_key" "named" {
  key_id       = aws_kms_alias.prefixed.arn
  grant_tokens = compact([aws_kms_grant.equals.grant_token])
}

# The key of a service is made when somebody asks for it by its alias.
data "aws_kms_key" "of_service" {
  key_id = "alias/aws/s3"
}

data "aws_kms_alias" "of_service" {
  name       = "alias/aws/s3"
  depends_on = [data.aws_kms_key.of_service]
}

data "aws_kms_alias" "prefixed" {
  name = aws_kms_alias.prefixed.name
}

data "aws_kms_public_key" "signing" {
  key_id = aws_kms_key.of_spec["ECC_NIST_P384"].arn
}

output "read" {
  sensitive = true
  value = {
    secrets    = data.aws_kms_secrets.passwords.plaintext
    key        = data.aws_kms_key.named.arn
    regions    = data.aws_kms_key.named.multi_region_configuration[0].multi_region_key_type
    alias      = data.aws_kms_alias.prefixed.target_key_arn
    services   = [data.aws_kms_key.of_service.arn, data.aws_kms_alias.of_service.target_key_arn]
    public_key = data.aws_kms_public_key.signing.public_key
  }
}
