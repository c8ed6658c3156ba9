package main

import (
	. "report"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
)

var orders = map[string]string{"table": "orders"}

func decrypt(client *kms.Client, blob []byte, context map[string]string) (*kms.DecryptOutput, error) {
	return client.Decrypt(ctx, &kms.DecryptInput{CiphertextBlob: blob, EncryptionContext: context})
}

func dataKeys(client *kms.Client) Facts {
	key := newSymmetricKey(client)
	plain := Must(client.GenerateDataKey(ctx, &kms.GenerateDataKeyInput{KeyId: key, KeySpec: types.DataKeySpecAes256}))
	bound := Must(client.GenerateDataKey(ctx, &kms.GenerateDataKeyInput{
		KeyId: key, NumberOfBytes: aws.Int32(24), EncryptionContext: orders,
	}))
	sealed := Must(client.GenerateDataKeyWithoutPlaintext(ctx, &kms.GenerateDataKeyWithoutPlaintextInput{
		KeyId: key, KeySpec: types.DataKeySpecAes128, EncryptionContext: orders,
	}))
	_, unbound := decrypt(client, bound.CiphertextBlob, nil)
	return Facts{
		"key": key, "by": Must(decrypt(client, plain.CiphertextBlob, nil)).KeyId,
		"plain": plain.Plaintext, "plain_blob": plain.CiphertextBlob,
		"plain_again": Must(decrypt(client, plain.CiphertextBlob, nil)).Plaintext,
		"bound":       bound.Plaintext, "bound_blob": bound.CiphertextBlob,
		"bound_again": Must(decrypt(client, bound.CiphertextBlob, orders)).Plaintext,
		"unbound":     refusal(unbound), "sealed_blob": sealed.CiphertextBlob,
		"sealed_again": Must(decrypt(client, sealed.CiphertextBlob, orders)).Plaintext,
	}
}

func dataKeyPair(client *kms.Client) Facts {
	pair := Must(client.GenerateDataKeyPair(ctx, &kms.GenerateDataKeyPairInput{
		KeyId: newSymmetricKey(client), KeyPairSpec: types.DataKeyPairSpecEccNistP256,
	}))
	return Facts{
		"public": pair.PublicKey, "private": pair.PrivateKeyPlaintext,
		"private_again": Must(decrypt(client, pair.PrivateKeyCiphertextBlob, nil)).Plaintext,
	}
}

func encryption(client *kms.Client) Facts {
	first, second := newSymmetricKey(client), newSymmetricKey(client)
	old := Must(client.Encrypt(ctx, &kms.EncryptInput{
		KeyId: first, Plaintext: []byte("row"), EncryptionContext: orders,
	}))
	customers := map[string]string{"table": "customers"}
	moved := Must(client.ReEncrypt(ctx, &kms.ReEncryptInput{
		CiphertextBlob: old.CiphertextBlob, SourceEncryptionContext: orders,
		DestinationKeyId: second, DestinationEncryptionContext: customers,
	}))
	return Facts{
		"first": first, "second": second, "source": moved.SourceKeyId, "destination": moved.KeyId,
		"blob": old.CiphertextBlob, "plaintext": Must(decrypt(client, old.CiphertextBlob, orders)).Plaintext,
		"moved":           moved.CiphertextBlob,
		"moved_plaintext": Must(decrypt(client, moved.CiphertextBlob, customers)).Plaintext,
	}
}

func publicKey(client *kms.Client, key *string) []byte {
	return Must(client.GetPublicKey(ctx, &kms.GetPublicKeyInput{KeyId: key})).PublicKey
}

// rsaEncryption encrypts here and decrypts there.
func rsaEncryption(client *kms.Client) Facts {
	key := newKey(client, types.KeySpecRsa2048, types.KeyUsageTypeEncryptDecrypt)
	back := Must(client.Decrypt(ctx, &kms.DecryptInput{
		KeyId: key, CiphertextBlob: Encrypted(publicKey(client, key), []byte("row")),
		EncryptionAlgorithm: types.EncryptionAlgorithmSpecRsaesOaepSha256,
	}))
	return Facts{"plaintext": back.Plaintext, "algorithm": back.EncryptionAlgorithm}
}

func signatures(client *kms.Client) Facts {
	curve := newKey(client, types.KeySpecEccNistP256, types.KeyUsageTypeSignVerify)
	rsa := newKey(client, types.KeySpecRsa2048, types.KeyUsageTypeSignVerify)
	return Facts{
		"ECDSA_SHA_256":             signature(client, curve, types.SigningAlgorithmSpecEcdsaSha256),
		"RSASSA_PSS_SHA_256":        signature(client, rsa, types.SigningAlgorithmSpecRsassaPssSha256),
		"RSASSA_PKCS1_V1_5_SHA_256": signature(client, rsa, types.SigningAlgorithmSpecRsassaPkcs1V15Sha256),
	}
}

// signature is one made there and checked there and here, with the message and with another.
func signature(client *kms.Client, key *string, algorithm types.SigningAlgorithmSpec) Facts {
	message, other := []byte("order 1"), []byte("order 2")
	made := Must(client.Sign(ctx, &kms.SignInput{KeyId: key, Message: message, SigningAlgorithm: algorithm})).Signature
	check := func(message []byte) (*kms.VerifyOutput, error) {
		return client.Verify(ctx, &kms.VerifyInput{
			KeyId: key, Message: message, Signature: made, SigningAlgorithm: algorithm,
		})
	}
	_, refused := check(other)
	public := publicKey(client, key)
	return Facts{
		"message": message, "signature": made, "public_key": public, "valid": Must(check(message)).SignatureValid,
		"refused": refusal(refused), "valid_here": Verified(string(algorithm), public, message, made),
		"other_valid_here": Verified(string(algorithm), public, other, made),
	}
}

func mac(client *kms.Client) Facts {
	key := newKey(client, types.KeySpecHmac256, types.KeyUsageTypeGenerateVerifyMac)
	algorithm := types.MacAlgorithmSpecHmacSha256
	message := []byte("order 1")
	made := Must(client.GenerateMac(ctx, &kms.GenerateMacInput{
		KeyId: key, Message: message, MacAlgorithm: algorithm,
	})).Mac
	check := func(mac []byte) (*kms.VerifyMacOutput, error) {
		return client.VerifyMac(ctx, &kms.VerifyMacInput{
			KeyId: key, Message: message, Mac: mac, MacAlgorithm: algorithm,
		})
	}
	_, refused := check(Altered(made))
	return Facts{
		"key": key, "message": message, "mac": made, "valid": Must(check(made)).MacValid, "refused": refusal(refused),
	}
}
