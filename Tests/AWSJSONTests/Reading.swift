import AWSJSON

/// Reads a whole text by one call.
func read<Value>(
    _ text: String, depthMax: Int = 64, _ body: (inout JSONReader) throws(JSONError) -> Value
) throws(JSONError) -> Value {
    try read(Array(text.utf8), depthMax: depthMax, body)
}

func read<Value>(
    _ bytes: [UInt8], depthMax: Int = 64, _ body: (inout JSONReader) throws(JSONError) -> Value
) throws(JSONError) -> Value {
    var reader = JSONReader(bytes, depthMax: depthMax)
    let value = try body(&reader)
    try reader.finish()
    return value
}

func skip(_ text: String, depthMax: Int = 64) throws(JSONError) {
    try read(text, depthMax: depthMax) { reader throws(JSONError) in try reader.skipValue() }
}

func readString(_ text: String) throws(JSONError) -> String {
    try read(text) { reader throws(JSONError) in try reader.readString() }
}

func readString(_ bytes: [UInt8]) throws(JSONError) -> String {
    try read(bytes) { reader throws(JSONError) in try reader.readString() }
}

func readBlob(_ text: String) throws(JSONError) -> Blob {
    try read(text) { reader throws(JSONError) in try reader.readBlob() }
}

func readInt64(_ text: String) throws(JSONError) -> Int64 {
    try read(text) { reader throws(JSONError) in try reader.readInt64() }
}

func readDouble(_ text: String) throws(JSONError) -> Double {
    try read(text) { reader throws(JSONError) in try reader.readDouble() }
}

func readTimestamp(_ text: String) throws(JSONError) -> Timestamp {
    try read(text) { reader throws(JSONError) in try reader.readTimestamp() }
}

func write(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    body(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
}
