# Assumes a role by the SDK's own means and calls with it; a stranger may not.
def session(client)
  key = new_key(client)
  role = ENV.fetch("ROLE_ARN")
  assumed = Aws::AssumeRoleCredentials.new(client: connect_sts, role_arn: role, role_session_name: "pipeline")
  caller = connect_sts(assumed).get_caller_identity
  shown = connect(assumed).describe_key(key_id: key).key_metadata
  refused = refusal { connect_sts(strangers).assume_role(role_arn: role, role_session_name: "strange") }
  { caller: caller.arn, account: caller.account, key: key, described: shown.arn, refused: refused }
end
