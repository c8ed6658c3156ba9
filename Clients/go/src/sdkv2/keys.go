package main

import (
	"fmt"
	"os"

	. "report"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
)

// newKey makes a key and gives its ARN.
func newKey(client *kms.Client, spec types.KeySpec, usage types.KeyUsageType) *string {
	return Must(client.CreateKey(ctx, &kms.CreateKeyInput{KeySpec: spec, KeyUsage: usage})).KeyMetadata.Arn
}

func newSymmetricKey(client *kms.Client) *string {
	return newKey(client, types.KeySpecSymmetricDefault, types.KeyUsageTypeEncryptDecrypt)
}

func life(client *kms.Client) Facts {
	tags := []types.Tag{{TagKey: aws.String("team"), TagValue: aws.String("data")}}
	key := Must(client.CreateKey(ctx, &kms.CreateKeyInput{Description: aws.String("orders"), Tags: tags})).KeyMetadata
	alias := aws.String("alias/orders")
	Must(client.CreateAlias(ctx, &kms.CreateAliasInput{AliasName: alias, TargetKeyId: key.KeyId}))
	Must(client.UpdateKeyDescription(ctx, &kms.UpdateKeyDescriptionInput{
		KeyId: key.KeyId, Description: aws.String("all orders"),
	}))
	facts := Facts{"key": key.Arn, "created": key.CreationDate.Unix(), "manager": key.KeyManager}
	shown := Must(client.DescribeKey(ctx, &kms.DescribeKeyInput{KeyId: alias})).KeyMetadata
	facts["through_alias"], facts["description"] = shown.Arn, shown.Description
	facts["usage"], facts["origin"] = shown.KeyUsage, shown.Origin
	for _, tag := range Must(client.ListResourceTags(ctx, &kms.ListResourceTagsInput{KeyId: key.KeyId})).Tags {
		facts["tag"] = *tag.TagKey + "=" + *tag.TagValue
	}
	facts["rotation"] = rotation(client, key.KeyId)
	facts["states"], facts["deletion"] = states(client, key.KeyId)
	return facts
}

// rotation tells whether the key is rotated: at first, when it is enabled, and when it is disabled again.
func rotation(client *kms.Client, key *string) (seen []bool) {
	look := func() {
		input := &kms.GetKeyRotationStatusInput{KeyId: key}
		seen = append(seen, Must(client.GetKeyRotationStatus(ctx, input)).KeyRotationEnabled)
	}
	look()
	Must(client.EnableKeyRotation(ctx, &kms.EnableKeyRotationInput{KeyId: key}))
	look()
	Must(client.DisableKeyRotation(ctx, &kms.DisableKeyRotationInput{KeyId: key}))
	look()
	return seen
}

// states are those in which the key is on its way, and the date on which it would have been deleted.
func states(client *kms.Client, key *string) (seen []types.KeyState, deletion int64) {
	look := func() *types.KeyMetadata {
		shown := Must(client.DescribeKey(ctx, &kms.DescribeKeyInput{KeyId: key})).KeyMetadata
		seen = append(seen, shown.KeyState)
		return shown
	}
	look()
	Must(client.DisableKey(ctx, &kms.DisableKeyInput{KeyId: key}))
	look()
	Must(client.EnableKey(ctx, &kms.EnableKeyInput{KeyId: key}))
	look()
	days := aws.Int32(7)
	Must(client.ScheduleKeyDeletion(ctx, &kms.ScheduleKeyDeletionInput{KeyId: key, PendingWindowInDays: days}))
	deletion = look().DeletionDate.Unix()
	Must(client.CancelKeyDeletion(ctx, &kms.CancelKeyDeletionInput{KeyId: key}))
	look()
	return seen, deletion
}

// grants gives a stranger the right to encrypt, but only in one context, and takes it away again.
func grants(client *kms.Client) Facts {
	key := newSymmetricKey(client)
	encrypt := func(client *kms.Client, table string) ([]byte, error) {
		out, err := client.Encrypt(ctx, &kms.EncryptInput{
			KeyId: key, Plaintext: []byte("row"), EncryptionContext: map[string]string{"table": table},
		})
		if err != nil {
			return nil, err
		}
		return out.CiphertextBlob, nil
	}
	granted := Must(client.CreateGrant(ctx, &kms.CreateGrantInput{
		KeyId: key, GranteePrincipal: aws.String(os.Getenv("STRANGER_ARN")), Name: aws.String("writer"),
		Operations:  []types.GrantOperation{types.GrantOperationEncrypt},
		Constraints: &types.GrantConstraints{EncryptionContextSubset: map[string]string{"table": "orders"}},
	}))
	grant := Must(client.ListGrants(ctx, &kms.ListGrantsInput{KeyId: key})).Grants[0]
	facts := Facts{
		"key": key, "grant": granted.GrantId, "listed": grant.GrantId, "name": grant.Name,
		"grantee": grant.GranteePrincipal, "operations": grant.Operations,
		"constraint": grant.Constraints.EncryptionContextSubset["table"],
		"blob":       Must(encrypt(stranger(), "orders")),
	}
	_, elsewhere := encrypt(stranger(), "customers")
	Must(client.RevokeGrant(ctx, &kms.RevokeGrantInput{KeyId: key, GrantId: granted.GrantId}))
	_, afterwards := encrypt(stranger(), "orders")
	facts["elsewhere"], facts["afterwards"] = refusal(elsewhere), refusal(afterwards)
	return facts
}

// pages goes through listings with the SDK's paginators, two items a page.
func pages(client *kms.Client) Facts {
	key := newSymmetricKey(client)
	for number := 1; number <= 5; number++ {
		name := aws.String(fmt.Sprintf("alias/page-%d", number))
		Must(client.CreateAlias(ctx, &kms.CreateAliasInput{AliasName: name, TargetKeyId: key}))
		Must(client.CreateGrant(ctx, &kms.CreateGrantInput{
			KeyId: key, GranteePrincipal: aws.String(os.Getenv("STRANGER_ARN")),
			Operations: []types.GrantOperation{types.GrantOperationDescribeKey},
			Name:       aws.String(fmt.Sprintf("page-%d", number)),
		}))
	}
	return Facts{
		"key": key, "keys": pagesOfKeys(client),
		"aliases": pagesOfAliases(client, key), "grants": pagesOfGrants(client, key),
	}
}

func pagesOfKeys(client *kms.Client) (pages [][]string) {
	paginator := kms.NewListKeysPaginator(client, &kms.ListKeysInput{Limit: aws.Int32(2)})
	for paginator.HasMorePages() {
		var page []string
		for _, key := range Must(paginator.NextPage(ctx)).Keys {
			page = append(page, *key.KeyArn)
		}
		pages = append(pages, page)
	}
	return pages
}

func pagesOfAliases(client *kms.Client, key *string) (pages [][]string) {
	paginator := kms.NewListAliasesPaginator(client, &kms.ListAliasesInput{KeyId: key, Limit: aws.Int32(2)})
	for paginator.HasMorePages() {
		var page []string
		for _, alias := range Must(paginator.NextPage(ctx)).Aliases {
			page = append(page, *alias.AliasName)
		}
		pages = append(pages, page)
	}
	return pages
}

func pagesOfGrants(client *kms.Client, key *string) (pages [][]string) {
	paginator := kms.NewListGrantsPaginator(client, &kms.ListGrantsInput{KeyId: key, Limit: aws.Int32(2)})
	for paginator.HasMorePages() {
		var page []string
		for _, grant := range Must(paginator.NextPage(ctx)).Grants {
			page = append(page, *grant.Name)
		}
		pages = append(pages, page)
	}
	return pages
}
