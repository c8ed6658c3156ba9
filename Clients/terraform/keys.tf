# Keys of every spec that the provider knows, and with every argument of aws_kms_key.

locals {
  usages = {
    RSA_2048        = "ENCRYPT_DECRYPT"
    RSA_3072        = "SIGN_VERIFY"
    RSA_4096        = "ENCRYPT_DECRYPT"
    ECC_NIST_P256   = "KEY_AGREEMENT"
    ECC_NIST_P384   = "SIGN_VERIFY"
    ECC_NIST_P521   = "KEY_AGREEMENT"
    ECC_SECG_P256K1 = "SIGN_VERIFY"
    HMAC_224        = "GENERATE_VERIFY_MAC"
    HMAC_256        = "GENERATE_VERIFY_MAC"
    HMAC_384        = "GENERATE_VERIFY_MAC"
    HMAC_512        = "GENERATE_VERIFY_MAC"
  }
}

resource "aws_kms_key" "of_spec" {
  for_each                 = local.usages
  customer_master_key_spec = each.key
  key_usage                = each.value
}

resource "aws_kms_key" "sm2" {
  provider                 = aws.china
  customer_master_key_spec = "SM2"
  key_usage                = "KEY_AGREEMENT"
}

data "aws_iam_policy_document" "key" {
  statement {
    sid       = "Administration"
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [local.root]
    }
  }
  statement {
    sid       = "Use"
    actions   = var.later ? ["kms:Decrypt"] : ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.auditor.arn, aws_iam_role.janitor.arn]
    }
  }
}

# Named in the policies of keys, so their own policies may not name these.
resource "aws_iam_role" "auditor" {
  name               = "auditor"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role" "janitor" {
  name               = "janitor"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_kms_key" "full" {
  description                        = local.note
  customer_master_key_spec           = "SYMMETRIC_DEFAULT"
  key_usage                          = "ENCRYPT_DECRYPT"
  is_enabled                         = true
  enable_key_rotation                = true
  rotation_period_in_days            = var.later ? 2560 : 90
  multi_region                       = true
  deletion_window_in_days            = 7
  bypass_policy_lockout_safety_check = false
  tags                               = var.later ? { team = "science", new = "" } : { team = "data", old = "x" }
  policy                             = data.aws_iam_policy_document.key.json
}

# Nobody may change its policy, so CreateKey refuses it unless told otherwise.
resource "aws_kms_key" "locked" {
  bypass_policy_lockout_safety_check = true
  deletion_window_in_days            = 8
  policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect    = "Allow"
    Action    = ["kms:Describe*", "kms:Get*", "kms:List*", "kms:ScheduleKeyDeletion"]
    Resource  = "*"
    Principal = { AWS = local.root }
  }] })
}

resource "aws_kms_key" "switched_off" {
  is_enabled = !var.later
}

resource "aws_kms_key" "switched_on" {
  is_enabled = var.later
}

resource "aws_kms_key_policy" "elsewhere" {
  key_id = aws_kms_key.of_spec["RSA_2048"].id
  policy = data.aws_iam_policy_document.key.json
}

output "keys" {
  value = { for spec, key in merge(aws_kms_key.of_spec, { SYMMETRIC_DEFAULT = aws_kms_key.full }) : spec => key.arn }
}
