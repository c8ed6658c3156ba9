# Puts the AWS SDK for Ruby through the steps that test_sdk_programs.py looks at. Of the release that Debian has: it
# knows symmetric keys only.
require "aws-sdk-kms"
require "base64"
require "json"
require_relative "cryptography"
require_relative "errors"
require_relative "imports"
require_relative "keys"
require_relative "sessions"

# Settings for a client with the credentials of the environment, or with those that are given.
def settings(given)
  { endpoint: ENV.fetch("AWS_ENDPOINT_URL"), credentials: given }.compact
end

def connect(given = nil)
  Aws::KMS::Client.new(**settings(given))
end

def connect_sts(given = nil)
  Aws::STS::Client.new(**settings(given))
end

# The credentials of a user without any rights.
def strangers
  Aws::Credentials.new(ENV.fetch("STRANGER_ACCESS_KEY_ID"), ENV.fetch("STRANGER_SECRET_ACCESS_KEY"))
end

# A client with them.
def stranger
  connect(strangers)
end

# The error that the block ends with, as this SDK shows it.
def refusal
  yield
  raise "it was not refused"
rescue Aws::Errors::ServiceError => error
  response = error.context.http_response
  { type: error.class.name, code: error.code, message: error.message, status: response.status_code,
    request_id: response.headers["x-amzn-requestid"] }
end

def base64(bytes)
  Base64.strict_encode64(bytes)
end

# Runs a step and prints its facts, or how it failed; the steps after it run in any case.
def step(name)
  facts = begin
    yield
  rescue StandardError => error
    { failed: error.full_message(highlight: false) }
  end
  puts JSON.generate(facts.merge(step: name))
end

client = connect
step("sdk") { { version: Aws::CORE_GEM_VERSION, of_kms: Aws::KMS::GEM_VERSION } }
step("life") { life(client) }
step("data_keys") { data_keys(client) }
step("encryption") { encryption(client) }
step("grants") { grants(client) }
step("imports") { imports(client) }
step("session") { session(client) }
step("errors") { refusals(client) }
step("pages") { pages(client) }
