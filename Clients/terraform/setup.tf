# What a deployment has. `later` is its second state: all that differs is updated in place.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "later" {
  default = false
}

# Two times at which imported key material expires.
variable "valid_to" {
  type = list(string)
}

locals {
  note = var.later ? "later" : "first"
  root = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"
}

# Endpoint, Region and credentials come from the environment.
provider "aws" {
}

provider "aws" {
  alias  = "abroad"
  region = "eu-west-1"
}

provider "aws" {
  alias  = "china"
  region = "cn-north-1"
}

data "aws_caller_identity" "current" {
}
