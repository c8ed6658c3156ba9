/// AWS's own managed policies, as far as they are of use here.
enum ManagedPolicyCatalogue {
    static let administratorAccess = "arn:aws:iam::aws:policy/AdministratorAccess"
}
