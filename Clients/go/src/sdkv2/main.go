// Puts the AWS SDK for Go v2 through the steps that test_sdk_programs.py looks at.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	. "report"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/smithy-go"
)

var ctx = context.Background()

// connect makes a client with the credentials of the environment; `change` may give it others.
func connect(change ...func(*kms.Options)) *kms.Client {
	settings := Must(config.LoadDefaultConfig(ctx))
	endpoint := func(options *kms.Options) {
		options.EndpointResolver = kms.EndpointResolverFromURL(os.Getenv("AWS_ENDPOINT_URL"))
	}
	return kms.NewFromConfig(settings, append(change, endpoint)...)
}

func with(id, secret string) func(*kms.Options) {
	return func(options *kms.Options) {
		options.Credentials = credentials.NewStaticCredentialsProvider(id, secret, "")
	}
}

// strangers are the credentials of a user without any rights.
func strangers() aws.CredentialsProvider {
	id, secret := os.Getenv("STRANGER_ACCESS_KEY_ID"), os.Getenv("STRANGER_SECRET_ACCESS_KEY")
	return credentials.NewStaticCredentialsProvider(id, secret, "")
}

// stranger is a client with them.
func stranger() *kms.Client {
	return connect(func(options *kms.Options) { options.Credentials = strangers() })
}

// refusal is an error as this SDK shows it.
func refusal(err error) Refusal {
	var named smithy.APIError
	var response *awshttp.ResponseError
	if !errors.As(err, &named) || !errors.As(err, &response) {
		panic(fmt.Sprintf("no error of the service: %v", err))
	}
	return Refusal{
		Type: fmt.Sprintf("%T", named), Code: named.ErrorCode(), Message: named.ErrorMessage(),
		RequestID: response.ServiceRequestID(), Status: response.HTTPStatusCode(),
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
