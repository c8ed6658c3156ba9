# Puts the AWS SDK for Ruby through the steps that test_sdk_programs.py looks at. Of the release that Debian has: it
# knows symmetric keys only.
require "aws-sdk-kms"
require "base64"
require "json"
require_relative "cryptography"
require_relative "errors"
require_relative "keys"

# A client with the credentials of the environment, or with those that are given.
def connect(*given)
  settings = given.empty? ? {} : { credentials: Aws::Credentials.new(*given) }
  Aws::KMS::Client.new(endpoint: ENV.fetch("AWS_ENDPOINT_URL"), **settings)
end

# A client of a user without any rights.
def stranger
  connect(ENV.fetch("STRANGER_ACCESS_KEY_ID"), ENV.fetch("STRANGER_SECRET_ACCESS_KEY"))
end

# The error that the block ends with, as this SDK shows it.
def refusal
  yield
  raise "it was not refused"
rescue Aws::KMS::Errors::ServiceError => error
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
step("errors") { refusals(client) }
step("pages") { pages(client) }
