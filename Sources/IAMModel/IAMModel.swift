// Room: IAMModel (floor 1)
// Holds: `Generated/` requests, responses, errors and constraints of IAM and STS; the query protocol they are spoken in.
// Must not know: what an operation does, who may do it, stores, HTTP.
// Go instead: to Identity/Operations for what an operation does.
