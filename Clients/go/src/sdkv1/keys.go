package main

import (
	"fmt"
	"os"

	. "report"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/service/kms"
)

// newKey makes a key and gives its ARN.
func newKey(client *kms.KMS, spec, usage string) *string {
	input := &kms.CreateKeyInput{KeySpec: &spec, KeyUsage: &usage}
	return Must(client.CreateKey(input)).KeyMetadata.Arn
}

func newSymmetricKey(client *kms.KMS) *string {
	return newKey(client, kms.KeySpecSymmetricDefault, kms.KeyUsageTypeEncryptDecrypt)
}

func life(client *kms.KMS) Facts {
	tags := []*kms.Tag{{TagKey: aws.String("team"), TagValue: aws.String("data")}}
	key := Must(client.CreateKey(&kms.CreateKeyInput{Description: aws.String("orders"), Tags: tags})).KeyMetadata
	alias := aws.String("alias/orders")
	Must(client.CreateAlias(&kms.CreateAliasInput{AliasName: alias, TargetKeyId: key.KeyId}))
	Must(client.UpdateKeyDescription(&kms.UpdateKeyDescriptionInput{
		KeyId: key.KeyId, Description: aws.String("all orders"),
	}))
	facts := Facts{"key": key.Arn, "created": key.CreationDate.Unix(), "manager": key.KeyManager}
	shown := Must(client.DescribeKey(&kms.DescribeKeyInput{KeyId: alias})).KeyMetadata
	facts["through_alias"], facts["description"] = shown.Arn, shown.Description
	facts["usage"], facts["origin"] = shown.KeyUsage, shown.Origin
	for _, tag := range Must(client.ListResourceTags(&kms.ListResourceTagsInput{KeyId: key.KeyId})).Tags {
		facts["tag"] = *tag.TagKey + "=" + *tag.TagValue
	}
	facts["rotation"] = rotation(client, key.KeyId)
	facts["states"], facts["deletion"] = states(client, key.KeyId)
	return facts
}

// rotation tells whether the key is rotated: at first, when it is enabled, and when it is disabled again.
func rotation(client *kms.KMS, key *string) (seen []*bool) {
	look := func() {
		input := &kms.GetKeyRotationStatusInput{KeyId: key}
		seen = append(seen, Must(client.GetKeyRotationStatus(input)).KeyRotationEnabled)
	}
	look()
	Must(client.EnableKeyRotation(&kms.EnableKeyRotationInput{KeyId: key}))
	look()
	Must(client.DisableKeyRotation(&kms.DisableKeyRotationInput{KeyId: key}))
	look()
	return seen
}

// states are those in which the key is on its way, and the date on which it would have been deleted.
func states(client *kms.KMS, key *string) (seen []*string, deletion int64) {
	look := func() *kms.KeyMetadata {
		shown := Must(client.DescribeKey(&kms.DescribeKeyInput{KeyId: key})).KeyMetadata
		seen = append(seen, shown.KeyState)
		return shown
	}
	look()
	Must(client.DisableKey(&kms.DisableKeyInput{KeyId: key}))
	look()
	Must(client.EnableKey(&kms.EnableKeyInput{KeyId: key}))
	look()
	days := aws.Int64(7)
	Must(client.ScheduleKeyDeletion(&kms.ScheduleKeyDeletionInput{KeyId: key, PendingWindowInDays: days}))
	deletion = look().DeletionDate.Unix()
	Must(client.CancelKeyDeletion(&kms.CancelKeyDeletionInput{KeyId: key}))
	look()
	return seen, deletion
}

// grants gives a stranger the right to encrypt, but only in one context, and takes it away again.
func grants(client *kms.KMS) Facts {
	key := newSymmetricKey(client)
	encrypt := func(client *kms.KMS, table string) ([]byte, error) {
		out, err := client.Encrypt(&kms.EncryptInput{
			KeyId: key, Plaintext: []byte("row"), EncryptionContext: map[string]*string{"table": &table},
		})
		if err != nil {
			return nil, err
		}
		return out.CiphertextBlob, nil
	}
	granted := Must(client.CreateGrant(&kms.CreateGrantInput{
		KeyId: key, GranteePrincipal: aws.String(os.Getenv("STRANGER_ARN")), Name: aws.String("writer"),
		Operations:  []*string{aws.String(kms.GrantOperationEncrypt)},
		Constraints: &kms.GrantConstraints{EncryptionContextSubset: map[string]*string{"table": aws.String("orders")}},
	}))
	grant := Must(client.ListGrants(&kms.ListGrantsInput{KeyId: key})).Grants[0]
	facts := Facts{
		"key": key, "grant": granted.GrantId, "listed": grant.GrantId, "name": grant.Name,
		"grantee": grant.GranteePrincipal, "operations": grant.Operations,
		"constraint": grant.Constraints.EncryptionContextSubset["table"],
		"blob":       Must(encrypt(stranger(), "orders")),
	}
	_, elsewhere := encrypt(stranger(), "customers")
	Must(client.RevokeGrant(&kms.RevokeGrantInput{KeyId: key, GrantId: granted.GrantId}))
	_, afterwards := encrypt(stranger(), "orders")
	facts["elsewhere"], facts["afterwards"] = refusal(elsewhere), refusal(afterwards)
	return facts
}

// pages goes through listings with the SDK's paginators, two items a page.
func pages(client *kms.KMS) Facts {
	key := newSymmetricKey(client)
	for number := 1; number <= 5; number++ {
		name := aws.String(fmt.Sprintf("alias/page-%d", number))
		Must(client.CreateAlias(&kms.CreateAliasInput{AliasName: name, TargetKeyId: key}))
		Must(client.CreateGrant(&kms.CreateGrantInput{
			KeyId: key, GranteePrincipal: aws.String(os.Getenv("STRANGER_ARN")),
			Operations: []*string{aws.String(kms.GrantOperationDescribeKey)},
			Name:       aws.String(fmt.Sprintf("page-%d", number)),
		}))
	}
	return Facts{
		"key": key, "keys": pagesOfKeys(client),
		"aliases": pagesOfAliases(client, key), "grants": pagesOfGrants(client, key),
	}
}

func pagesOfKeys(client *kms.KMS) (pages [][]string) {
	input := &kms.ListKeysInput{Limit: aws.Int64(2)}
	err := client.ListKeysPages(input, func(out *kms.ListKeysOutput, last bool) bool {
		var page []string
		for _, key := range out.Keys {
			page = append(page, *key.KeyArn)
		}
		pages = append(pages, page)
		return true
	})
	return Must(pages, err)
}

func pagesOfAliases(client *kms.KMS, key *string) (pages [][]string) {
	input := &kms.ListAliasesInput{KeyId: key, Limit: aws.Int64(2)}
	err := client.ListAliasesPages(input, func(out *kms.ListAliasesOutput, last bool) bool {
		var page []string
		for _, alias := range out.Aliases {
			page = append(page, *alias.AliasName)
		}
		pages = append(pages, page)
		return true
	})
	return Must(pages, err)
}

func pagesOfGrants(client *kms.KMS, key *string) (pages [][]string) {
	input := &kms.ListGrantsInput{KeyId: key, Limit: aws.Int64(2)}
	err := client.ListGrantsPages(input, func(out *kms.ListGrantsResponse, last bool) bool {
		var page []string
		for _, grant := range out.Grants {
			page = append(page, *grant.Name)
		}
		pages = append(pages, page)
		return true
	})
	return Must(pages, err)
}
