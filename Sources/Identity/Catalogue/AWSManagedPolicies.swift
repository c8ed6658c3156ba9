extension ManagedPolicyCatalogue {
    /// In order of their names.
    static let all: [AWSManagedPolicy] = [
        AWSManagedPolicy(
            name: "AWSKeyManagementServicePowerUser", id: "ANPAJNPP7PPPPMJRV2SA4",
            description: "Provides access to AWS Key Management Service (KMS).", created: 1_423_248_000_000,
            updated: 1_488_848_100_000, version: 2, document: keyManagementServicePowerUser),
        AWSManagedPolicy(
            name: "AdministratorAccess", id: "ANPAIWMBCKSKIEE64ZLYK",
            description: "Provides full access to AWS services and resources.", created: 1_423_247_940_000,
            updated: 1_423_247_940_000, version: 1, document: administrator),
        AWSManagedPolicy(
            name: "IAMFullAccess", id: "ANPAI7XKCFMBPM3QQRRVQ",
            description: "Provides full access to IAM via the AWS Management Console.", created: 1_423_248_000_000,
            updated: 1_561_146_000_000, version: 2, document: iamFull),
        AWSManagedPolicy(
            name: "IAMReadOnlyAccess", id: "ANPAJKSO7NDY4T57MWDSQ",
            description: "Provides read only access to IAM via the AWS Management Console.",
            created: 1_423_248_000_000, updated: 1_516_907_460_000, version: 4, document: iamReadOnly),
        AWSManagedPolicy(
            name: "PowerUserAccess", id: "ANPAJYRXTHIB4FOVS3ZXS",
            description: "Provides full access to AWS services and resources, but does not allow management of Users "
                + "and groups.", created: 1_423_247_940_000, updated: 1_770_919_140_000, version: 12,
            document: powerUser),
    ]

    private static let administrator = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {"Effect": "Allow", "Action": "*", "Resource": "*"}
          ]
        }
        """

    private static let powerUser = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {"Effect": "Allow", "NotAction": ["iam:*", "organizations:*", "account:*"], "Resource": "*"},
            {
              "Effect": "Allow",
              "Action": [
                "account:GetAccountInformation", "account:GetGovCloudAccountInformation", "account:GetPrimaryEmail",
                "account:ListRegions", "iam:CreateServiceLinkedRole", "iam:DeleteServiceLinkedRole", "iam:ListRoles",
                "organizations:DescribeEffectivePolicy", "organizations:DescribeOrganization"
              ],
              "Resource": "*"
            }
          ]
        }
        """

    private static let iamFull = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Effect": "Allow",
              "Action": [
                "iam:*", "organizations:DescribeAccount", "organizations:DescribeOrganization",
                "organizations:DescribeOrganizationalUnit", "organizations:DescribePolicy",
                "organizations:ListChildren", "organizations:ListParents", "organizations:ListPoliciesForTarget",
                "organizations:ListRoots", "organizations:ListPolicies", "organizations:ListTargetsForPolicy"
              ],
              "Resource": "*"
            }
          ]
        }
        """

    private static let iamReadOnly = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Effect": "Allow",
              "Action": [
                "iam:GenerateCredentialReport", "iam:GenerateServiceLastAccessedDetails", "iam:Get*", "iam:List*",
                "iam:SimulateCustomPolicy", "iam:SimulatePrincipalPolicy"
              ],
              "Resource": "*"
            }
          ]
        }
        """

    private static let keyManagementServicePowerUser = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Effect": "Allow",
              "Action": [
                "kms:CreateAlias", "kms:CreateKey", "kms:DeleteAlias", "kms:Describe*", "kms:GenerateRandom",
                "kms:Get*", "kms:List*", "kms:TagResource", "kms:UntagResource", "iam:ListGroups", "iam:ListRoles",
                "iam:ListUsers"
              ],
              "Resource": "*"
            }
          ]
        }
        """
}
