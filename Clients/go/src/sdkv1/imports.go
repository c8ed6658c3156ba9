package main

import (
	"crypto/rand"
	"time"

	. "report"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/service/kms"
)

// imports brings key material from here, which expires tomorrow; uses it, and takes it out again.
func imports(client *kms.KMS) Facts {
	key := Must(client.CreateKey(&kms.CreateKeyInput{Origin: aws.String(kms.OriginTypeExternal)})).KeyMetadata.Arn
	describe := func() *kms.KeyMetadata {
		return Must(client.DescribeKey(&kms.DescribeKeyInput{KeyId: key})).KeyMetadata
	}
	before := describe().KeyState
	parameters := Must(client.GetParametersForImport(&kms.GetParametersForImportInput{
		KeyId: key, WrappingAlgorithm: aws.String(kms.AlgorithmSpecRsaesOaepSha256),
		WrappingKeySpec: aws.String(kms.WrappingKeySpecRsa2048),
	}))
	material, tomorrow := make([]byte, 32), time.Now().Add(24*time.Hour)
	Must(rand.Read(material))
	Must(client.ImportKeyMaterial(&kms.ImportKeyMaterialInput{
		KeyId: key, EncryptedKeyMaterial: Encrypted(parameters.PublicKey, material),
		ImportToken: parameters.ImportToken, ExpirationModel: aws.String(kms.ExpirationModelTypeKeyMaterialExpires),
		ValidTo: &tomorrow,
	}))
	shown := describe()
	blob := Must(client.Encrypt(&kms.EncryptInput{KeyId: key, Plaintext: []byte("row")})).CiphertextBlob
	Must(client.DeleteImportedKeyMaterial(&kms.DeleteImportedKeyMaterialInput{KeyId: key}))
	return Facts{
		"key": key, "material": material, "blob": blob, "expires": shown.ExpirationModel,
		"given": tomorrow.Unix(), "valid_to": shown.ValidTo.Unix(),
		"states": []*string{before, shown.KeyState, describe().KeyState},
	}
}
