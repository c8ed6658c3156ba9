require "openssl"

OAEP_SHA_256 = { "rsa_padding_mode" => "oaep", "rsa_oaep_md" => "sha256", "rsa_mgf1_md" => "sha256" }.freeze

# Brings key material from here, which expires tomorrow; uses it, and takes it out again.
def imports(client)
  key = client.create_key(origin: "EXTERNAL").key_metadata.arn
  describe = -> { client.describe_key(key_id: key).key_metadata }
  before = describe.call.key_state
  material = OpenSSL::Random.random_bytes(32)
  tomorrow = Time.now + 86_400
  import(client, key, material, tomorrow)
  shown = describe.call
  blob = client.encrypt(key_id: key, plaintext: "row").ciphertext_blob
  client.delete_imported_key_material(key_id: key)
  { key: key, material: base64(material), blob: base64(blob), expires: shown.expiration_model, given: tomorrow.to_i,
    valid_to: shown.valid_to.to_i, states: [before, shown.key_state, describe.call.key_state] }
end

def import(client, key, material, valid_to)
  parameters = client.get_parameters_for_import(
    key_id: key, wrapping_algorithm: "RSAES_OAEP_SHA_256", wrapping_key_spec: "RSA_2048"
  )
  client.import_key_material(
    key_id: key, import_token: parameters.import_token, expiration_model: "KEY_MATERIAL_EXPIRES", valid_to: valid_to,
    encrypted_key_material: OpenSSL::PKey.read(parameters.public_key).encrypt(material, OAEP_SHA_256)
  )
end
