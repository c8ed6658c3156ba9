import AWSJSON

extension TrailVerifier {
    /// Closed files must be as the journal says, and digests as their signatures say.
    func checkFiles(_ journal: VerifiedJournal, _ run: inout VerifierRun) throws(AuditFailure) {
        var chains = DigestChains(beginsLate: journal.contents.continued != nil)
        for delivery in journal.deliveries {
            let isRemoved = journal.removed.contains(delivery.path)
            if isRemoved { run.totals.removedFiles += 1 }
            switch delivery {
            case .file(let file):
                chains.deliver(file)
                guard !isRemoved else { continue }
                run.totals.logFiles += 1
                if file.trail == nil { run.totals.records += file.records }
                _ = try content(file.path, file.storedHash, file.hash, &run)
            case .digest(let digest):
                if !isRemoved { run.totals.digestFiles += 1 }
                let isRead = isRemoved ? false : try check(digest, &chains, &run)
                chains.close(digest, isRead: isRead)
            }
        }
        try reportMissing(journal, &run)
    }

    /// Files that retention has removed since the journal was read are not missing.
    private func reportMissing(_ journal: VerifiedJournal, _ run: inout VerifierRun) throws(AuditFailure) {
        guard !run.missing.isEmpty else { return }
        let now = try readJournal(wanted: [])
        // One that was put back tells nothing.
        let isLater = now.contents.position.length >= journal.contents.position.length
        let kept = Set(now.deliveries.map(\.path)).subtracting(now.removed)
        for (path, finding) in run.missing where kept.contains(path) || !isLater || now.isBroken {
            run.found(finding)
        }
        run.missing = []
    }

    /// A closed file's content, if it is as it was.
    private func content(
        _ path: String, _ storedHash: String, _ hash: String, _ run: inout VerifierRun
    ) throws(AuditFailure) -> [UInt8]? {
        guard let bytes = try reader.read(path) else {
            run.missing.append((path, TrailFinding(.missing, path, "the file is missing")))
            return nil
        }
        guard ContentHash.hex(bytes) == storedHash, let content = try reader.inflated(bytes),
            ContentHash.hex(content) == hash
        else {
            run.found(TrailFinding(.changed, path, "the file is not as it was written"))
            return nil
        }
        return content
    }

    /// - Returns: whether it could be read, so that its chain was looked at.
    private func check(
        _ digest: DeliveredDigest, _ chains: inout DigestChains, _ run: inout VerifierRun
    ) throws(AuditFailure) -> Bool {
        let metadataPath = DigestFile.metadataPath(of: digest.path)
        let metadata = try reader.read(metadataPath)
        if metadata == nil {
            let finding = TrailFinding(.missing, metadataPath, "the signature's file is missing")
            run.missing.append((digest.path, finding))
        } else if metadata != DigestFile.metadata(signature: digest.signature) {
            run.found(TrailFinding(.changed, metadataPath, "the signature's file is not as it was"))
        }
        guard let content = try content(digest.path, digest.storedHash, digest.hash, &run) else { return false }
        guard let file = DigestFile(json: content), digest.path.hasSuffix(file.object),
            file.account == digest.account, file.end == UTCTime(milliseconds: digest.end).iso8601
        else {
            run.found(TrailFinding(.mismatch, digest.path, "this is not the digest file that the journal names"))
            return false
        }
        checkSignature(of: file, digest, &run)
        for problem in chains.problems(of: file, digest) { run.found(problem) }
        return true
    }

    private func checkSignature(of file: DigestFile, _ digest: DeliveredDigest, _ run: inout VerifierRun) {
        guard let publicKey = publicKeys[file.fingerprint] else {
            run.found(TrailFinding(.signature, digest.path, "no public key has the fingerprint \(file.fingerprint)"))
            return
        }
        let signature = Hex.decode(digest.signature) ?? []
        if !publicKey.isValid(signature, of: file.stringToSign(contentHash: digest.hash)) {
            run.found(TrailFinding(.signature, digest.path, "the digest file's signature is not right"))
        }
    }

    /// Nothing may stand among the trail's files that it did not make, and each live segment must be one of the log's.
    func checkNothingElse(_ files: [String], _ journal: VerifiedJournal, _ run: inout VerifierRun) throws(AuditFailure)
    {
        var known = Set(journal.deliveries.map(\.path)).union(journal.removed)
        let metadata = journal.deliveries.compactMap { delivery -> String? in
            if case .digest(let digest) = delivery { DigestFile.metadataPath(of: digest.path) } else { nil }
        }
        known.formUnion(metadata)
        known.formUnion(journal.removed.map(DigestFile.metadataPath))
        let unknown = files.filter {
            TrailPath.isGuarded($0) && !known.contains($0) && TrailPath.segment(ofLive: $0) == nil
        }
        guard !unknown.isEmpty else { return }
        // Made since the journal was read?
        let later = Set(try readJournal(wanted: []).deliveries.map(\.path))
        for path in unknown.sorted() where !later.contains(path) {
            let owner = path.hasSuffix(".metadata.json") ? String(path.dropLast(".metadata.json".count)) : path
            if !later.contains(owner) { run.found(TrailFinding(.unknown, path, "the trail did not make this file")) }
        }
    }
}
