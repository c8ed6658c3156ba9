# The ARN of a new key.
def new_key(client)
  client.create_key.key_metadata.arn
end

def life(client)
  tags = [{ tag_key: "team", tag_value: "data" }]
  key = client.create_key(description: "orders", tags: tags).key_metadata
  client.create_alias(alias_name: "alias/orders", target_key_id: key.key_id)
  client.update_key_description(key_id: key.key_id, description: "all orders")
  shown = client.describe_key(key_id: "alias/orders").key_metadata
  tag = client.list_resource_tags(key_id: key.key_id).tags.first
  rotating = rotation(client, key.key_id)
  states, deletion = states(client, key.key_id)
  { key: key.arn, created: key.creation_date.to_i, manager: key.key_manager, through_alias: shown.arn,
    description: shown.description, usage: shown.key_usage, origin: shown.origin,
    tag: "#{tag.tag_key}=#{tag.tag_value}", rotation: rotating, states: states, deletion: deletion }
end

# Whether the key is rotated: at first, when it is enabled, and when it is disabled again.
def rotation(client, key)
  look = -> { client.get_key_rotation_status(key_id: key).key_rotation_enabled }
  seen = [look.call]
  client.enable_key_rotation(key_id: key)
  seen << look.call
  client.disable_key_rotation(key_id: key)
  seen << look.call
end

# The states in which the key is on its way, and the date on which it would have been deleted.
def states(client, key)
  look = -> { client.describe_key(key_id: key).key_metadata }
  seen = [look.call]
  client.disable_key(key_id: key)
  seen << look.call
  client.enable_key(key_id: key)
  seen << look.call
  client.schedule_key_deletion(key_id: key, pending_window_in_days: 7)
  seen << look.call
  client.cancel_key_deletion(key_id: key)
  seen << look.call
  [seen.map(&:key_state), seen[3].deletion_date.to_i]
end

# Gives a stranger the right to encrypt, but only in one context, and takes it away again.
def grants(client)
  key = new_key(client)
  encrypt = lambda do |table|
    stranger.encrypt(key_id: key, plaintext: "row", encryption_context: { "table" => table }).ciphertext_blob
  end
  granted = client.create_grant(
    key_id: key, grantee_principal: ENV.fetch("STRANGER_ARN"), name: "writer", operations: ["Encrypt"],
    constraints: { encryption_context_subset: { "table" => "orders" } }
  ).grant_id
  grant = client.list_grants(key_id: key).grants.first
  blob = encrypt.call("orders")
  elsewhere = refusal { encrypt.call("customers") }
  client.revoke_grant(key_id: key, grant_id: granted)
  { key: key, grant: granted, listed: grant.grant_id, name: grant.name, grantee: grant.grantee_principal,
    operations: grant.operations, constraint: grant.constraints.encryption_context_subset["table"],
    blob: base64(blob), elsewhere: elsewhere, afterwards: refusal { encrypt.call("orders") } }
end

# Goes through listings with the SDK's paginators, two items a page.
def pages(client)
  key = new_key(client)
  (1..5).each do |number|
    client.create_alias(alias_name: "alias/page-#{number}", target_key_id: key)
    client.create_grant(
      key_id: key, grantee_principal: ENV.fetch("STRANGER_ARN"), name: "page-#{number}", operations: ["DescribeKey"]
    )
  end
  { key: key,
    keys: client.list_keys(limit: 2).map { |page| page.keys.map(&:key_arn) },
    aliases: client.list_aliases(key_id: key, limit: 2).map { |page| page.aliases.map(&:alias_name) },
    grants: client.list_grants(key_id: key, limit: 2).map { |page| page.grants.map(&:name) } }
end
