/// A form of an export's files, with all that is to be known of it.
///
/// A new one is a file of its own, as `Text/CSVLines.swift` is, and a name in `all`; what users read
/// of it, the contract and the page's menu, tests hold against `all`.
package struct ExportFormat: Sendable {
    /// What a request calls it, and what the name of a file ends with.
    package let name: String
    /// What the page calls the file that a scan's results make.
    package let title: String
    /// The type of the file, as registered with IANA; that of JSON lines is not.
    package let mediaType: String
    /// Whether a terminal can show it.
    package let isText: Bool
    let layout: Layout
    /// How an earlier export is known by its bytes; nil for a text, which tells nothing of itself.
    var signature: Signature?

    /// All formats, in the order in which one is told of them.
    package static let all: [ExportFormat] = [.csv, .ndjson, .parquet, .sqlite]

    /// Whether all tables are in one file.
    package var isDatabase: Bool {
        if case .database = layout { true } else { false }
    }

    /// The format of that name, nil for none.
    package init?(named name: String) {
        guard let format = Self.all.first(where: { $0.name == name }) else { return nil }
        self = format
    }

    init(
        _ name: String, title: String, mediaType: String, isText: Bool, _ layout: Layout,
        _ signature: Signature? = nil
    ) {
        self.name = name
        self.title = title
        self.mediaType = mediaType
        self.isText = isText
        self.layout = layout
        self.signature = signature
    }
}

extension ExportFormat {
    /// What files there are, and how they are made.
    enum Layout: Sendable {
        /// A file a table; one that does not say all of itself has a manifest beside it.
        case fileATable(saysAll: Bool, @Sendable (TableShape, ExportFile) throws -> any TableSink)
        /// One file of all tables.
        case database(@Sendable (DatabasePlace) throws -> any ExportDatabase)
    }

    /// How the files of a format are told from those of other programs.
    struct Signature: Sendable {
        /// What every file of the format begins with.
        let magic: [UInt8]
        /// Why such a file is not to be replaced; nil for an export.
        let objection: @Sendable (EarlierFile) throws -> String?
    }
}

extension ExportFormat: Hashable {
    package static func == (left: ExportFormat, right: ExportFormat) -> Bool {
        left.name == right.name
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
    }
}
