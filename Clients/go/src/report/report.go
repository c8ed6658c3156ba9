// Package report prints what the steps of a program saw, one line of JSON for each, and has Go's own cryptography, with
// which a client checks the server.
package report

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"os"
)

// Facts are what a step saw. Bytes are printed in base64.
type Facts map[string]any

// Refusal is an error as the SDK shows it. Type is the type that the program can ask for.
type Refusal struct {
	Type      string `json:"type"`
	Code      string `json:"code"`
	Message   string `json:"message"`
	RequestID string `json:"request_id"`
	Status    int    `json:"status"`
}

// Step runs a step and prints its facts, or how it failed; the steps after it run in any case.
func Step(name string, run func() Facts) {
	facts := attempt(run)
	facts["step"] = name
	if err := json.NewEncoder(os.Stdout).Encode(facts); err != nil {
		panic(err)
	}
}

func attempt(run func() Facts) (facts Facts) {
	defer func() {
		if reason := recover(); reason != nil {
			facts = Facts{"failed": fmt.Sprint(reason)}
		}
	}()
	return run()
}

// Must ends the step if there is an error.
func Must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// Altered is a copy of the bytes whose last one is another.
func Altered(bytes []byte) []byte {
	altered := append([]byte{}, bytes...)
	altered[len(altered)-1] ^= 1
	return altered
}

// Verified tells whether a signature over the message is one by this key, a DER-encoded SubjectPublicKeyInfo.
func Verified(algorithm string, publicKey, message, signature []byte) bool {
	digest := sha256.Sum256(message)
	key := Must(x509.ParsePKIXPublicKey(publicKey))
	switch algorithm {
	case "ECDSA_SHA_256":
		return ecdsa.VerifyASN1(key.(*ecdsa.PublicKey), digest[:], signature)
	case "RSASSA_PKCS1_V1_5_SHA_256":
		return rsa.VerifyPKCS1v15(key.(*rsa.PublicKey), crypto.SHA256, digest[:], signature) == nil
	case "RSASSA_PSS_SHA_256":
		options := &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}
		return rsa.VerifyPSS(key.(*rsa.PublicKey), crypto.SHA256, digest[:], signature, options) == nil
	}
	panic("no such algorithm: " + algorithm)
}

// Encrypted is the plaintext under an RSA key, with RSAES_OAEP_SHA_256.
func Encrypted(publicKey, plaintext []byte) []byte {
	key := Must(x509.ParsePKIXPublicKey(publicKey)).(*rsa.PublicKey)
	return Must(rsa.EncryptOAEP(sha256.New(), rand.Reader, key, plaintext, nil))
}
