package main

import (
	"crypto/rand"
	"time"

	. "report"

	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
)

// imports brings key material from here, which expires tomorrow; uses it, and takes it out again.
func imports(client *kms.Client) Facts {
	key := Must(client.CreateKey(ctx, &kms.CreateKeyInput{Origin: types.OriginTypeExternal})).KeyMetadata.Arn
	describe := func() *types.KeyMetadata {
		return Must(client.DescribeKey(ctx, &kms.DescribeKeyInput{KeyId: key})).KeyMetadata
	}
	before := describe().KeyState
	parameters := Must(client.GetParametersForImport(ctx, &kms.GetParametersForImportInput{
		KeyId: key, WrappingAlgorithm: types.AlgorithmSpecRsaesOaepSha256,
		WrappingKeySpec: types.WrappingKeySpecRsa2048,
	}))
	material, tomorrow := make([]byte, 32), time.Now().Add(24*time.Hour)
	Must(rand.Read(material))
	Must(client.ImportKeyMaterial(ctx, &kms.ImportKeyMaterialInput{
		KeyId: key, EncryptedKeyMaterial: Encrypted(parameters.PublicKey, material),
		ImportToken: parameters.ImportToken, ExpirationModel: types.ExpirationModelTypeKeyMaterialExpires,
		ValidTo: &tomorrow,
	}))
	shown := describe()
	blob := Must(client.Encrypt(ctx, &kms.EncryptInput{KeyId: key, Plaintext: []byte("row")})).CiphertextBlob
	Must(client.DeleteImportedKeyMaterial(ctx, &kms.DeleteImportedKeyMaterialInput{KeyId: key}))
	return Facts{
		"key": key, "material": material, "blob": blob, "expires": shown.ExpirationModel,
		"given": tomorrow.Unix(), "valid_to": shown.ValidTo.Unix(),
		"states": []types.KeyState{before, shown.KeyState, describe().KeyState},
	}
}
