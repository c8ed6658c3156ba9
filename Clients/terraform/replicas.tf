# Replicas, and keys with imported material.

resource "aws_kms_key" "primary" {
  multi_region = true
}

resource "aws_kms_replica_key" "primary" {
  provider                = aws.abroad
  primary_key_arn         = aws_kms_key.primary.arn
  description             = local.note
  deletion_window_in_days = 7
  enabled                 = true
  tags                    = { team = "data" }
  policy                  = data.aws_iam_policy_document.key.json
}

resource "aws_kms_external_key" "waiting" {
  description = local.note
}

resource "aws_kms_external_key" "expiring" {
  key_material_base64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
  valid_to            = var.valid_to[var.later ? 1 : 0]
  enabled             = true
}

resource "aws_kms_external_key" "primary" {
  description                        = "Imported"
  key_material_base64                = "Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA="
  multi_region                       = true
  enabled                            = true
  deletion_window_in_days            = 7
  bypass_policy_lockout_safety_check = false
  policy                             = data.aws_iam_policy_document.key.json
  tags                               = { note = local.note }
}

resource "aws_kms_replica_external_key" "primary" {
  provider            = aws.abroad
  primary_key_arn     = aws_kms_external_key.primary.arn
  description         = "Imported"
  key_material_base64 = "Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA="
  enabled             = true
  tags                = { note = local.note }
}

output "imported" {
  value = aws_kms_external_key.primary.arn
}
