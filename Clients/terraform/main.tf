# Users, roles, policies and keys as a deployment has them. `description` and `may_encrypt` change what the second apply
# updates in place.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "description" {
  default = "Keys of the data pipeline"
}

variable "may_encrypt" {
  default = false
}

locals {
  actions = concat(["kms:Decrypt", "kms:DescribeKey"], var.may_encrypt ? ["kms:Encrypt", "kms:GenerateDataKey"] : [])
}

# Endpoint, Region and credentials come from the environment.
provider "aws" {
  skip_metadata_api_check = true
  skip_region_validation  = true
}

data "aws_caller_identity" "current" {}

resource "aws_iam_user" "reader" {
  name          = "reader"
  path          = "/pipeline/"
  force_destroy = true
  tags          = { team = "data", note = var.description }
}

resource "aws_iam_access_key" "reader" {
  user = aws_iam_user.reader.name
}

resource "aws_iam_group" "readers" {
  name = "readers"
  path = "/pipeline/"
}

resource "aws_iam_user_group_membership" "reader" {
  user   = aws_iam_user.reader.name
  groups = [aws_iam_group.readers.name]
}

data "aws_iam_policy_document" "use_of_keys" {
  statement {
    sid       = "UseOfKeys"
    actions   = local.actions
    resources = [aws_kms_key.pipeline.arn]
  }
}

resource "aws_iam_policy" "use_of_keys" {
  name   = "use-of-keys"
  path   = "/pipeline/"
  policy = data.aws_iam_policy_document.use_of_keys.json
  tags   = { team = "data" }
}

resource "aws_iam_user_policy_attachment" "reader" {
  user       = aws_iam_user.reader.name
  policy_arn = aws_iam_policy.use_of_keys.arn
}

resource "aws_iam_user_policy" "listing" {
  name   = "listing"
  user   = aws_iam_user.reader.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "kms:ListKeys", Resource = "*" }] })
}

resource "aws_iam_group_policy" "aliases" {
  name   = "aliases"
  group  = aws_iam_group.readers.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "kms:ListAliases", Resource = "*" }] })
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = [aws_iam_user.reader.arn]
    }
  }
}

resource "aws_iam_role" "writer" {
  name                 = "writer"
  path                 = "/pipeline/"
  description          = var.description
  max_session_duration = 7200
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  tags                 = { team = "data" }
}

resource "aws_iam_role_policy" "writer" {
  name   = "inline"
  role   = aws_iam_role.writer.id
  policy = data.aws_iam_policy_document.use_of_keys.json
}

resource "aws_iam_role_policy_attachment" "writer" {
  role       = aws_iam_role.writer.name
  policy_arn = aws_iam_policy.use_of_keys.arn
}

resource "aws_iam_openid_connect_provider" "cluster" {
  url             = "https://oidc.example.com/id/cluster"
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"]
}

data "aws_iam_policy_document" "key" {
  statement {
    sid       = "Administration"
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }
  statement {
    sid       = "Use"
    actions   = local.actions
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [aws_iam_user.reader.arn, aws_iam_role.writer.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "kms:EncryptionContext:dataset"
      values   = ["orders"]
    }
  }
}

resource "aws_kms_key" "pipeline" {
  description             = var.description
  deletion_window_in_days = 7
  enable_key_rotation     = true
  tags                    = { team = "data" }
}

# Apart from the key, since the key is named in the policies of those that this names.
resource "aws_kms_key_policy" "pipeline" {
  key_id = aws_kms_key.pipeline.id
  policy = data.aws_iam_policy_document.key.json
}

resource "aws_kms_key" "signing" {
  description              = "Signatures"
  customer_master_key_spec = "ECC_NIST_P256"
  key_usage                = "SIGN_VERIFY"
  deletion_window_in_days  = 7
  policy                   = data.aws_iam_policy_document.key.json
}

resource "aws_kms_alias" "pipeline" {
  name          = "alias/pipeline"
  target_key_id = aws_kms_key.pipeline.key_id
}

resource "aws_kms_grant" "writer" {
  name              = "writer"
  key_id            = aws_kms_key.pipeline.key_id
  grantee_principal = aws_iam_role.writer.arn
  operations        = ["Encrypt", "Decrypt", "GenerateDataKey"]
  constraints {
    encryption_context_equals = { dataset = "orders" }
  }
}

output "access_key" {
  value     = { id = aws_iam_access_key.reader.id, secret = aws_iam_access_key.reader.secret }
  sensitive = true
}

output "key" {
  value = aws_kms_key.pipeline.arn
}

output "role" {
  value = aws_iam_role.writer.arn
}
