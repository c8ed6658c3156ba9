import Testing

@testable import trent

@Suite struct EnvironmentTests {
    @Test(arguments: [
        ("http://127.0.0.1:4599", "http://127.0.0.1:4599"), ("/a/b c", "'/a/b c'"), ("it's", #"'it'\''s'"#), ("", "''"),
        ("$HOME", "'$HOME'"), ("a;b", "'a;b'"), ("http://[::1]:80", "'http://[::1]:80'"), ("~/x", "'~/x'"),
    ])
    func aShellReadsAWordBack(text: String, quoted: String) {
        #expect(shellQuoted(text) == quoted)
    }

    @Test func anAbsolutePathStaysAndARelativeOneGetsItsDirectory() {
        #expect(Files.absolute("/nowhere/at all") == "/nowhere/at all")
        #expect(Files.absolute("nowhere-at-all").hasSuffix("/nowhere-at-all"))
        #expect(Files.absolute("nowhere-at-all").hasPrefix("/"))
    }

    @Test func aClientsKeysComeFromTheEnvironmentFirst() throws {
        let environment = [
            "AWS_ACCESS_KEY_ID": "AK", "AWS_SECRET_ACCESS_KEY": "S", "AWS_SESSION_TOKEN": "T",
            "AWS_SHARED_CREDENTIALS_FILE": "/nowhere",
        ]
        let credentials = try ClientCredentials(environment)
        #expect(credentials.accessKeyID == "AK" && credentials.secret == "S" && credentials.sessionToken == "T")
    }

    @Test func aClientsKeysComeFromTheProfileOfAFileOtherwise() throws {
        let directory = try Directory()
        let file = directory.put(
            """
            # keys
            [default]
            aws_access_key_id=D
            aws_secret_access_key=d
            [ trent ]
              aws_access_key_id = A
            ; aws_access_key_id = B
            AWS_SECRET_ACCESS_KEY = a=b/c+
            region = us-east-1
            """, "credentials")
        let trent = try ClientCredentials(["AWS_SHARED_CREDENTIALS_FILE": file, "AWS_PROFILE": "trent"])
        #expect(trent.accessKeyID == "A" && trent.secret == "a=b/c+" && trent.sessionToken == nil)
        #expect(try ClientCredentials(["AWS_SHARED_CREDENTIALS_FILE": file]).accessKeyID == "D")
        #expect(throws: Failure.self) {
            try ClientCredentials(["AWS_SHARED_CREDENTIALS_FILE": file, "AWS_PROFILE": "other"])
        }
    }
}
