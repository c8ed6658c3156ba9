# A user of a group, a role that the user may assume, and what they may do.

locals {
  listing = { for action in ["kms:ListKeys", "kms:ListAliases"] : action => jsonencode({
    Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = action, Resource = "*" }]
  }) }
}

resource "aws_iam_user" "reader" {
  name                 = "reader"
  path                 = "/pipeline/"
  permissions_boundary = aws_iam_policy.boundary.arn
  force_destroy        = true
  tags                 = { team = "data", note = local.note }
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

resource "aws_iam_policy" "boundary" {
  name   = "boundary"
  path   = "/pipeline/"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "kms:*", Resource = "*" }] })
}

data "aws_iam_policy_document" "use" {
  statement {
    sid       = "Use"
    actions   = concat(["kms:Decrypt", "kms:DescribeKey"], var.later ? ["kms:Encrypt", "kms:GenerateDataKey"] : [])
    resources = [aws_kms_key.full.arn]
    condition {
      test     = "StringEquals"
      variable = "kms:EncryptionContext:dataset"
      values   = ["orders"]
    }
  }
}

resource "aws_iam_policy" "use" {
  name        = "use"
  path        = "/pipeline/"
  description = "Use of keys"
  policy      = data.aws_iam_policy_document.use.json
  tags        = { note = local.note }
}

resource "aws_iam_user_policy_attachment" "reader" {
  user       = aws_iam_user.reader.name
  policy_arn = aws_iam_policy.use.arn
}

resource "aws_iam_user_policy" "listing" {
  name   = "listing"
  user   = aws_iam_user.reader.name
  policy = local.listing["kms:ListKeys"]
}

resource "aws_iam_group_policy" "listing" {
  name   = "listing"
  group  = aws_iam_group.readers.name
  policy = local.listing["kms:ListAliases"]
}

resource "aws_iam_group_policy_attachment" "readers" {
  group      = aws_iam_group.readers.name
  policy_arn = aws_iam_policy.use.arn
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
  description          = local.note
  max_session_duration = var.later ? 7200 : 3600
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  tags                 = { note = local.note }
}

resource "aws_iam_role_policy" "writer" {
  name   = "inline"
  role   = aws_iam_role.writer.id
  policy = data.aws_iam_policy_document.use.json
}

resource "aws_iam_role_policy_attachment" "writer" {
  role       = aws_iam_role.writer.name
  policy_arn = aws_iam_policy.use.arn
}

resource "aws_iam_openid_connect_provider" "cluster" {
  url             = "https://oidc.example.com/id/cluster"
  client_id_list  = concat(["sts.amazonaws.com"], var.later ? ["jobs"] : [])
  thumbprint_list = ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"]
}

output "access_key" {
  value     = { id = aws_iam_access_key.reader.id, secret = aws_iam_access_key.reader.secret }
  sensitive = true
}
