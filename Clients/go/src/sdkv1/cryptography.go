package main

import (
	. "report"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/service/kms"
)

var orders = map[string]*string{"table": aws.String("orders")}

func decrypt(client *kms.KMS, blob []byte, context map[string]*string) (*kms.DecryptOutput, error) {
	return client.Decrypt(&kms.DecryptInput{CiphertextBlob: blob, EncryptionContext: context})
}

func dataKeys(client *kms.KMS) Facts {
	key := newSymmetricKey(client)
	plain := Must(client.GenerateDataKey(&kms.GenerateDataKeyInput{
		KeyId: key, KeySpec: aws.String(kms.DataKeySpecAes256),
	}))
	bound := Must(client.GenerateDataKey(&kms.GenerateDataKeyInput{
		KeyId: key, NumberOfBytes: aws.Int64(24), EncryptionContext: orders,
	}))
	sealed := Must(client.GenerateDataKeyWithoutPlaintext(&kms.GenerateDataKeyWithoutPlaintextInput{
		KeyId: key, KeySpec: aws.String(kms.DataKeySpecAes128), EncryptionContext: orders,
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

func dataKeyPair(client *kms.KMS) Facts {
	pair := Must(client.GenerateDataKeyPair(&kms.GenerateDataKeyPairInput{
		KeyId: newSymmetricKey(client), KeyPairSpec: aws.String(kms.DataKeyPairSpecEccNistP256),
	}))
	return Facts{
		"public": pair.PublicKey, "private": pair.PrivateKeyPlaintext,
		"private_again": Must(decrypt(client, pair.PrivateKeyCiphertextBlob, nil)).Plaintext,
	}
}

func encryption(client *kms.KMS) Facts {
	first, second := newSymmetricKey(client), newSymmetricKey(client)
	old := Must(client.Encrypt(&kms.EncryptInput{
		KeyId: first, Plaintext: []byte("row"), EncryptionContext: orders,
	}))
	customers := map[string]*string{"table": aws.String("customers")}
	moved := Must(client.ReEncrypt(&kms.ReEncryptInput{
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

func publicKey(client *kms.KMS, key *string) []byte {
	return Must(client.GetPublicKey(&kms.GetPublicKeyInput{KeyId: key})).PublicKey
}

// rsaEncryption encrypts here and decrypts there.
func rsaEncryption(client *kms.KMS) Facts {
	key := newKey(client, kms.KeySpecRsa2048, kms.KeyUsageTypeEncryptDecrypt)
	back := Must(client.Decrypt(&kms.DecryptInput{
		KeyId: key, CiphertextBlob: Encrypted(publicKey(client, key), []byte("row")),
		EncryptionAlgorithm: aws.String(kms.EncryptionAlgorithmSpecRsaesOaepSha256),
	}))
	return Facts{"plaintext": back.Plaintext, "algorithm": back.EncryptionAlgorithm}
}

func signatures(client *kms.KMS) Facts {
	curve := newKey(client, kms.KeySpecEccNistP256, kms.KeyUsageTypeSignVerify)
	rsa := newKey(client, kms.KeySpecRsa2048, kms.KeyUsageTypeSignVerify)
	return Facts{
		"ECDSA_SHA_256":             signature(client, curve, kms.SigningAlgorithmSpecEcdsaSha256),
		"RSASSA_PSS_SHA_256":        signature(client, rsa, kms.SigningAlgorithmSpecRsassaPssSha256),
		"RSASSA_PKCS1_V1_5_SHA_256": signature(client, rsa, kms.SigningAlgorithmSpecRsassaPkcs1V15Sha256),
	}
}

// signature is one made there and checked there and here, with the message and with another.
func signature(client *kms.KMS, key *string, algorithm string) Facts {
	message, other := []byte("order 1"), []byte("order 2")
	made := Must(client.Sign(&kms.SignInput{KeyId: key, Message: message, SigningAlgorithm: &algorithm})).Signature
	check := func(message []byte) (*kms.VerifyOutput, error) {
		return client.Verify(&kms.VerifyInput{
			KeyId: key, Message: message, Signature: made, SigningAlgorithm: &algorithm,
		})
	}
	_, refused := check(other)
	public := publicKey(client, key)
	return Facts{
		"message": message, "signature": made, "public_key": public, "valid": Must(check(message)).SignatureValid,
		"refused": refusal(refused), "valid_here": Verified(algorithm, public, message, made),
		"other_valid_here": Verified(algorithm, public, other, made),
	}
}

func mac(client *kms.KMS) Facts {
	key := newKey(client, kms.KeySpecHmac256, kms.KeyUsageTypeGenerateVerifyMac)
	algorithm := aws.String(kms.MacAlgorithmSpecHmacSha256)
	message := []byte("order 1")
	made := Must(client.GenerateMac(&kms.GenerateMacInput{
		KeyId: key, Message: message, MacAlgorithm: algorithm,
	})).Mac
	check := func(mac []byte) (*kms.VerifyMacOutput, error) {
		return client.VerifyMac(&kms.VerifyMacInput{
			KeyId: key, Message: message, Mac: mac, MacAlgorithm: algorithm,
		})
	}
	_, refused := check(Altered(made))
	return Facts{
		"key": key, "message": message, "mac": made, "valid": Must(check(made)).MacValid, "refused": refusal(refused),
	}
}
