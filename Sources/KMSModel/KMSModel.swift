// Room: KMSModel (floor 2)
// Holds: what requests to AWS KMS ask and its answers say (`Generated`, made by Tools/generate_model.py), KMS's modelled
//        constraints, errors, ARNs, key identifiers, Regions.
// Must not know: keys, records, HTTP, signatures; whether what a request asks can be done.
// Go instead: to KeyService for what an operation does, to ServiceModel for how requests are read and answers written,
//        to AWSJSON for JSON itself.

public import ServiceModel

/// A structure that requests carry.
public typealias KMSStructure = JSONStructure

/// What an operation is asked. `RequestDecoder` makes it from a body.
public typealias KMSRequest = JSONRequest

/// What an operation answers.
public typealias KMSResponse = JSONResponse
