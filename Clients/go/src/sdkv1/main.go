// Puts the AWS SDK for Go v1 through the steps that test_sdk_programs.py looks at.
package main

import (
	"errors"
	"fmt"
	"os"

	. "report"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/awserr"
	"github.com/aws/aws-sdk-go/aws/credentials"
	awssession "github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/kms"
)

// settings are those for a client with the credentials of the environment, or with those that are given.
func settings(given ...*credentials.Credentials) *aws.Config {
	settings := aws.NewConfig().WithEndpoint(os.Getenv("AWS_ENDPOINT_URL"))
	for _, each := range given {
		settings = settings.WithCredentials(each)
	}
	return settings
}

func connect(given ...*credentials.Credentials) *kms.KMS {
	return kms.New(Must(awssession.NewSession()), settings(given...))
}

func with(id, secret string) *credentials.Credentials {
	return credentials.NewStaticCredentials(id, secret, "")
}

// strangers are the credentials of a user without any rights.
func strangers() *credentials.Credentials {
	return with(os.Getenv("STRANGER_ACCESS_KEY_ID"), os.Getenv("STRANGER_SECRET_ACCESS_KEY"))
}

// stranger is a client with them.
func stranger() *kms.KMS {
	return connect(strangers())
}

// refusal is an error as this SDK shows it.
func refusal(err error) Refusal {
	var failure awserr.RequestFailure
	if !errors.As(err, &failure) {
		panic(fmt.Sprintf("no error of the service: %v", err))
	}
	return Refusal{
		Type: fmt.Sprintf("%T", failure), Code: failure.Code(), Message: failure.Message(),
		RequestID: failure.RequestID(), Status: failure.StatusCode(),
	}
}

func main() {
	client := connect()
	Step("sdk", func() Facts { return Facts{"version": aws.SDKVersion} })
	Step("life", func() Facts { return life(client) })
	Step("data_keys", func() Facts { return dataKeys(client) })
	Step("data_key_pair", func() Facts { return dataKeyPair(client) })
	Step("encryption", func() Facts { return encryption(client) })
	Step("rsa_encryption", func() Facts { return rsaEncryption(client) })
	Step("signatures", func() Facts { return signatures(client) })
	Step("mac", func() Facts { return mac(client) })
	Step("grants", func() Facts { return grants(client) })
	Step("imports", func() Facts { return imports(client) })
	Step("session", func() Facts { return session(client) })
	Step("errors", func() Facts { return refusals(client) })
	Step("pages", func() Facts { return pages(client) })
}
