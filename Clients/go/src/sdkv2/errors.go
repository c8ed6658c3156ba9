package main

import (
	"os"
	"strings"

	. "report"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
)

// refusals asks for what the server has to refuse.
func refusals(client *kms.Client) Facts {
	key, other := newSymmetricKey(client), newSymmetricKey(client)
	hmac := newKey(client, types.KeySpecHmac256, types.KeyUsageTypeGenerateVerifyMac)
	disabled, pending := newSymmetricKey(client), newSymmetricKey(client)
	Must(client.DisableKey(ctx, &kms.DisableKeyInput{KeyId: disabled}))
	Must(client.ScheduleKeyDeletion(ctx, &kms.ScheduleKeyDeletionInput{KeyId: pending}))
	alias := aws.String("alias/errors")
	Must(client.CreateAlias(ctx, &kms.CreateAliasInput{AliasName: alias, TargetKeyId: key}))

	encrypt := func(key *string, tokens ...string) error {
		_, err := client.Encrypt(ctx, &kms.EncryptInput{KeyId: key, Plaintext: []byte("row"), GrantTokens: tokens})
		return err
	}
	describe := func(client *kms.Client, key *string) error {
		_, err := client.DescribeKey(ctx, &kms.DescribeKeyInput{KeyId: key})
		return err
	}
	policy := func(text string) error {
		input := &kms.PutKeyPolicyInput{KeyId: key, PolicyName: aws.String("default"), Policy: aws.String(text)}
		_, err := client.PutKeyPolicy(ctx, input)
		return err
	}
	blob := Must(client.Encrypt(ctx, &kms.EncryptInput{KeyId: key, Plaintext: []byte("row")})).CiphertextBlob

	_, altered := decrypt(client, Altered(blob), nil)
	_, incorrect := client.Decrypt(ctx, &kms.DecryptInput{CiphertextBlob: blob, KeyId: other})
	_, exists := client.CreateAlias(ctx, &kms.CreateAliasInput{AliasName: alias, TargetKeyId: other})
	_, rotated := client.EnableKeyRotation(ctx, &kms.EnableKeyRotationInput{KeyId: hmac})
	_, marked := client.ListKeys(ctx, &kms.ListKeysInput{Marker: aws.String("nowhere")})
	_, described := client.CreateKey(ctx, &kms.CreateKeyInput{Description: aws.String(strings.Repeat("x", 8193))})
	_, tagged := client.TagResource(ctx, &kms.TagResourceInput{
		KeyId: key, Tags: []types.Tag{{TagKey: aws.String("aws:team"), TagValue: aws.String("data")}},
	})
	_, granted := client.CreateGrant(ctx, &kms.CreateGrantInput{
		KeyId: key, Operations: []types.GrantOperation{types.GrantOperationEncrypt},
		GranteePrincipal: aws.String("arn:aws:iam::000000000000:user/nobody"),
	})
	forger := connect(with(os.Getenv("AWS_ACCESS_KEY_ID"), "wrong"))
	nobody := connect(with("AKIAIOSFODNN7EXAMPLE", "wrong"))
	return Facts{
		"key": key, "hmac": hmac, "disabled": disabled, "pending": pending,
		"NotFoundException":                refusal(describe(client, aws.String("alias/nobody"))),
		"DisabledException":                refusal(encrypt(disabled)),
		"KMSInvalidStateException":         refusal(encrypt(pending)),
		"InvalidCiphertextException":       refusal(altered),
		"IncorrectKeyException":            refusal(incorrect),
		"InvalidKeyUsageException":         refusal(encrypt(hmac)),
		"AlreadyExistsException":           refusal(exists),
		"LimitExceededException":           refusal(policy(strings.Repeat("x", 32769))),
		"MalformedPolicyDocumentException": refusal(policy("{")),
		"TagException":                     refusal(tagged),
		"InvalidMarkerException":           refusal(marked),
		"InvalidArnException":              refusal(granted),
		"InvalidGrantTokenException":       refusal(encrypt(key, "nonsense")),
		"UnsupportedOperationException":    refusal(rotated),
		"AccessDeniedException":            refusal(describe(stranger(), key)),
		"ValidationException":              refusal(described),
		"InvalidSignatureException":        refusal(describe(forger, key)),
		"UnrecognizedClientException":      refusal(describe(nobody, key)),
	}
}
