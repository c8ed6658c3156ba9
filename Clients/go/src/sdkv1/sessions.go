package main

import (
	"os"

	. "report"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/credentials"
	"github.com/aws/aws-sdk-go/aws/credentials/stscreds"
	awssession "github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/kms"
	"github.com/aws/aws-sdk-go/service/sts"
)

// session assumes a role by the SDK's own means and calls with it; a stranger may not.
func session(client *kms.KMS) Facts {
	key := newSymmetricKey(client)
	role := os.Getenv("ROLE_ARN")
	assumed := stscreds.NewCredentialsWithClient(connectSTS(), role, func(provider *stscreds.AssumeRoleProvider) {
		provider.RoleSessionName = "pipeline"
	})
	caller := Must(connectSTS(assumed).GetCallerIdentity(&sts.GetCallerIdentityInput{}))
	shown := Must(connect(assumed).DescribeKey(&kms.DescribeKeyInput{KeyId: key})).KeyMetadata
	_, refused := connectSTS(strangers()).AssumeRole(&sts.AssumeRoleInput{
		RoleArn: &role, RoleSessionName: aws.String("strange"),
	})
	return Facts{
		"caller": caller.Arn, "account": caller.Account, "key": key, "described": shown.Arn, "refused": refusal(refused),
	}
}

// connectSTS makes a client with the credentials of the environment, or with those that are given.
func connectSTS(given ...*credentials.Credentials) *sts.STS {
	return sts.New(Must(awssession.NewSession()), settings(given...))
}
