package main

import (
	"os"

	. "report"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// session assumes a role by the SDK's own means and calls with it; a stranger may not.
func session(client *kms.Client) Facts {
	key := newSymmetricKey(client)
	role := os.Getenv("ROLE_ARN")
	provider := stscreds.NewAssumeRoleProvider(connectSTS(nil), role, func(options *stscreds.AssumeRoleOptions) {
		options.RoleSessionName = "pipeline"
	})
	assumed := aws.NewCredentialsCache(provider)
	caller := Must(connectSTS(assumed).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{}))
	withRole := connect(func(options *kms.Options) { options.Credentials = assumed })
	shown := Must(withRole.DescribeKey(ctx, &kms.DescribeKeyInput{KeyId: key})).KeyMetadata
	_, refused := connectSTS(strangers()).AssumeRole(ctx, &sts.AssumeRoleInput{
		RoleArn: &role, RoleSessionName: aws.String("strange"),
	})
	return Facts{
		"caller": caller.Arn, "account": caller.Account, "key": key, "described": shown.Arn, "refused": refusal(refused),
	}
}

// connectSTS makes a client with the credentials that are given, or with those of the environment.
func connectSTS(given aws.CredentialsProvider) *sts.Client {
	settings := Must(config.LoadDefaultConfig(ctx))
	return sts.NewFromConfig(settings, func(options *sts.Options) {
		options.EndpointResolver = sts.EndpointResolverFromURL(os.Getenv("AWS_ENDPOINT_URL"))
		if given != nil {
			options.Credentials = given
		}
	})
}
