import KMSModel
import KeyCrypto

/// How imported key material comes into a key's record and leaves it. What is associated with the key stays known when
/// its bytes are gone; what only waits to be rotated to does not.
extension KeyRecord {
    /// The material that was imported for the next rotation.
    var waitingMaterial: Material? { materials.last { $0.imported.map { $0.stage != .associated } ?? false } }

    /// The Regions of the related keys.
    var otherRegions: [String] {
        guard let multiRegion else { return [] }
        return ([multiRegion.primaryRegion] + multiRegion.replicaRegions).filter { $0 != region }
    }

    /// What the record of a new replica of this key begins with: the material that has to be imported there too.
    var materialsToImport: [Material] {
        materials.compactMap { $0.imported?.stage == .associated ? $0.withoutBytes : nil }
    }

    /// Takes material in.
    /// `primary`: what the primary key has, if this is a replica.
    /// Gives the material's id, and whether its bytes are to be stored; if not, they are here.
    mutating func take(
        _ new: ImportedMaterial, _ terms: ImportTerms, primary: KeyRecord?
    ) throws(Failure) -> (id: KeyMaterialID, isStored: Bool) {
        guard terms.materialID == nil || terms.materialID == new.id else { throw .unknownMaterial }
        let wasPendingImport = state == .pendingImport
        let index = try place(for: new, terms, primary: primary)
        let wasPresent = materials[index].isPresent
        materials[index].imported?.isPresent = true
        materials[index].imported?.validTo = terms.validTo
        if let description = terms.description { materials[index].imported?.description = description }
        if let publicKey = new.publicKey { self.publicKey = publicKey }
        if wasPendingImport, state != .pendingImport { isEnabled = true }
        return (materials[index].id, !wasPresent)
    }

    private mutating func place(
        for new: ImportedMaterial, _ terms: ImportTerms, primary: KeyRecord?
    ) throws(Failure) -> Int {
        if let index = index(of: new) {
            guard terms.type != .newKeyMaterial else { throw .knownMaterial }
            return index
        }
        materials.append(try newcomer(new, terms, primary: primary))
        return materials.count - 1
    }

    /// A key pair is the same whatever way its private key is encoded.
    private func index(of new: ImportedMaterial) -> Int? {
        guard let publicKey = new.publicKey else { return materials.firstIndex { $0.id == new.id } }
        return publicKey == self.publicKey ? materials.indices.last : nil
    }

    private func newcomer(
        _ new: ImportedMaterial, _ terms: ImportTerms, primary: KeyRecord?
    ) throws(Failure) -> Material {
        if let primary {
            guard let known = primary.materials.first(where: { $0.id == new.id }) else { throw .unknownMaterial }
            return known.withoutBytes
        }
        if materials.isEmpty {
            guard terms.type != .existingKeyMaterial, terms.materialID == nil else { throw .unknownMaterial }
            return Material(id: new.id, imported: Imported(isPresent: false, stage: .associated))
        }
        guard terms.type == .newKeyMaterial else { throw .unknownMaterial }
        if let waiting = waitingMaterial { throw .anotherMaterialWaits(waiting.id, new: new.id, keyID: id) }
        return Material(id: new.id, imported: Imported(isPresent: false, stage: .pendingRotation))
    }

    /// Lets go of a material's bytes.
    mutating func dropBytes(of material: KeyMaterialID) {
        guard let index = materials.firstIndex(where: { $0.id == material }) else { return }
        if materials[index].imported?.stage == .associated {
            materials[index].imported?.isPresent = false
            materials[index].imported?.validTo = nil
        } else {
            materials.remove(at: index)
        }
    }

    func hasBytes(of material: KeyMaterialID) -> Bool { materials.contains { $0.id == material && $0.isPresent } }

    /// How far waiting material is known to have come in the set's Regions.
    mutating func setStage(_ stage: Imported.Stage, of material: KeyMaterialID) {
        guard let index = materials.firstIndex(where: { $0.id == material }) else { return }
        materials[index].imported?.stage = stage
    }

    /// Makes waiting material the current one. A key that does not have its bytes has to import them.
    mutating func promote(_ material: Material, _ rotation: Rotation) {
        if !materials.contains(where: { $0.id == material.id }) { materials.append(material.withoutBytes) }
        guard let index = materials.firstIndex(where: { $0.id == material.id }) else { return }
        materials[index].imported?.stage = .associated
        materials[index].rotation = rotation
    }

    func expiredMaterials(at now: Int64) -> [KeyMaterialID] {
        materials.filter { material in
            material.isPresent && material.imported?.validTo.map { $0 <= now } ?? false
        }.map(\.id)
    }
}

extension KeyRecord.Material {
    fileprivate var withoutBytes: KeyRecord.Material {
        guard let imported else { return self }
        var copy = self
        copy.imported = KeyRecord.Imported(isPresent: false, stage: imported.stage)
        return copy
    }
}
