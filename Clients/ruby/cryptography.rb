ORDERS = { "table" => "orders" }.freeze
CUSTOMERS = { "table" => "customers" }.freeze

def data_keys(client)
  key = new_key(client)
  again = ->(made, context) { client.decrypt(ciphertext_blob: made.ciphertext_blob, encryption_context: context) }
  plain = client.generate_data_key(key_id: key, key_spec: "AES_256")
  bound = client.generate_data_key(key_id: key, number_of_bytes: 24, encryption_context: ORDERS)
  sealed = client.generate_data_key_without_plaintext(key_id: key, key_spec: "AES_128", encryption_context: ORDERS)
  { key: key, by: again.call(plain, nil).key_id,
    plain: base64(plain.plaintext), plain_blob: base64(plain.ciphertext_blob),
    plain_again: base64(again.call(plain, nil).plaintext),
    bound: base64(bound.plaintext), bound_blob: base64(bound.ciphertext_blob),
    bound_again: base64(again.call(bound, ORDERS).plaintext), unbound: refusal { again.call(bound, nil) },
    sealed_blob: base64(sealed.ciphertext_blob), sealed_again: base64(again.call(sealed, ORDERS).plaintext) }
end

def encryption(client)
  first = new_key(client)
  second = new_key(client)
  old = client.encrypt(key_id: first, plaintext: "row", encryption_context: ORDERS).ciphertext_blob
  moved = client.re_encrypt(
    ciphertext_blob: old, source_encryption_context: ORDERS,
    destination_key_id: second, destination_encryption_context: CUSTOMERS
  )
  new = moved.ciphertext_blob
  { first: first, second: second, source: moved.source_key_id, destination: moved.key_id,
    blob: base64(old), moved: base64(new),
    plaintext: base64(client.decrypt(ciphertext_blob: old, encryption_context: ORDERS).plaintext),
    moved_plaintext: base64(client.decrypt(ciphertext_blob: new, encryption_context: CUSTOMERS).plaintext) }
end
