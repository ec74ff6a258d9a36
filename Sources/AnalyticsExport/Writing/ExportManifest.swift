internal import JSONText
internal import ScanEvents

/// What the manifest of an earlier export tells of its files.
struct ExportManifest {
    /// A file of the export.
    struct File {
        var name = ""
        var bytes = 0
        var sha256: String?
    }

    /// The most that is read: an entry a scan, of about 160 bytes.
    static let maxBytes = 256 * 1024 * 1024

    /// The files.
    private(set) var files: [File] = []

    /// Reads a manifest; nil for any other text.
    init?(_ json: [UInt8]) {
        var scanner = JSONScanner(json)
        var form: Int?
        var format: ExportFormat?
        var files: [File] = []
        do throws(JSONError) {
            try scanner.object { name, scanner throws(JSONError) in
                switch name {
                case "form": form = try scanner.integer()
                case "format": format = ExportFormat(named: try scanner.string())
                case "files":
                    try scanner.array { scanner throws(JSONError) in
                        files.append(try Self.file(&scanner))
                    }
                default: _ = try scanner.skip()
                }
            }
            try scanner.finish()
        } catch {
            return nil
        }
        guard form != nil, format != nil, !files.isEmpty else { return nil }
        self.files = files
    }

    private static func file(_ scanner: inout JSONScanner) throws(JSONError) -> File {
        var file = File()
        try scanner.object { name, scanner throws(JSONError) in
            switch name {
            case "name": file.name = try scanner.string()
            case "bytes": file.bytes = try scanner.integer()
            case "sha256": file.sha256 = try scanner.nullableString()
            default: _ = try scanner.skip()
            }
        }
        return file
    }
}
