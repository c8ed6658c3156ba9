package main

import (
	"os"
	"strings"

	. "report"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/service/kms"
)

// refusals asks for what the server has to refuse.
func refusals(client *kms.KMS) Facts {
	key, other := newSymmetricKey(client), newSymmetricKey(client)
	hmac := newKey(client, kms.KeySpecHmac256, kms.KeyUsageTypeGenerateVerifyMac)
	disabled, pending := newSymmetricKey(client), newSymmetricKey(client)
	Must(client.DisableKey(&kms.DisableKeyInput{KeyId: disabled}))
	Must(client.ScheduleKeyDeletion(&kms.ScheduleKeyDeletionInput{KeyId: pending}))
	alias := aws.String("alias/errors")
	Must(client.CreateAlias(&kms.CreateAliasInput{AliasName: alias, TargetKeyId: key}))

	encrypt := func(key *string, tokens ...string) error {
		_, err := client.Encrypt(&kms.EncryptInput{
			KeyId: key, Plaintext: []byte("row"), GrantTokens: aws.StringSlice(tokens),
		})
		return err
	}
	describe := func(client *kms.KMS, key *string) error {
		_, err := client.DescribeKey(&kms.DescribeKeyInput{KeyId: key})
		return err
	}
	policy := func(text string) error {
		input := &kms.PutKeyPolicyInput{KeyId: key, PolicyName: aws.String("default"), Policy: aws.String(text)}
		_, err := client.PutKeyPolicy(input)
		return err
	}
	blob := Must(client.Encrypt(&kms.EncryptInput{KeyId: key, Plaintext: []byte("row")})).CiphertextBlob

	_, altered := decrypt(client, Altered(blob), nil)
	_, incorrect := client.Decrypt(&kms.DecryptInput{CiphertextBlob: blob, KeyId: other})
	_, exists := client.CreateAlias(&kms.CreateAliasInput{AliasName: alias, TargetKeyId: other})
	_, rotated := client.EnableKeyRotation(&kms.EnableKeyRotationInput{KeyId: hmac})
	_, marked := client.ListKeys(&kms.ListKeysInput{Marker: aws.String("nowhere")})
	_, described := client.CreateKey(&kms.CreateKeyInput{Description: aws.String(strings.Repeat("x", 8193))})
	_, tagged := client.TagResource(&kms.TagResourceInput{
		KeyId: key, Tags: []*kms.Tag{{TagKey: aws.String("aws:team"), TagValue: aws.String("data")}},
	})
	_, granted := client.CreateGrant(&kms.CreateGrantInput{
		KeyId: key, Operations: []*string{aws.String(kms.GrantOperationEncrypt)},
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
