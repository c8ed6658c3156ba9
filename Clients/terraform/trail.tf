# The name of the bucket is all that the server keeps of it.
resource "aws_cloudtrail" "keys" {
  name                          = "keys"
  s3_bucket_name                = "audit-of-keys"
  s3_key_prefix                 = local.note
  include_global_service_events = true
  is_multi_region_trail         = var.later
  enable_log_file_validation    = true
  enable_logging                = !var.later
  tags                          = { note = local.note }
  event_selector {
    read_write_type                  = "WriteOnly"
    include_management_events        = true
    exclude_management_event_sources = var.later ? ["kms.amazonaws.com"] : []
  }
}
