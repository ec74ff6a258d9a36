/// A column of a table.
package struct Column: Sendable, Equatable {
    /// What the values of a column are.
    package enum Kind: Sendable {
        /// Whole numbers of 64 bits.
        case integer
        /// Doubles.
        case number
        /// True or false.
        case flag
        /// Text in UTF-8.
        case text
        /// Text that is JSON, byte for byte as it was recorded.
        case json
        /// Days since 1970-01-01.
        case date
        /// Microseconds since 1970-01-01T00:00:00Z.
        case time
    }

    /// The name, the same in all formats.
    package let name: String
    /// What the values are.
    package let kind: Kind
    /// Whether a value may be missing.
    package let isNullable: Bool
    /// Whether few values make up most rows, so that each is kept once.
    package let isRepetitive: Bool

    /// Declares a column that has a value in each row.
    init(_ name: String, _ kind: Kind, isNullable: Bool = false, isRepetitive: Bool = false) {
        self.name = name
        self.kind = kind
        self.isNullable = isNullable
        self.isRepetitive = isRepetitive
    }

    /// The same column, but a value may be missing.
    var orNull: Column {
        Column(name, kind, isNullable: true, isRepetitive: isRepetitive)
    }

    /// A text of which few differ.
    static func word(_ name: String) -> Column { Column(name, .text, isRepetitive: true) }
    /// A text.
    static func text(_ name: String) -> Column { Column(name, .text) }
    /// A JSON text.
    static func json(_ name: String) -> Column { Column(name, .json) }
    /// A whole number.
    static func integer(_ name: String) -> Column { Column(name, .integer) }
    /// A double.
    static func number(_ name: String) -> Column { Column(name, .number) }
    /// True or false.
    static func flag(_ name: String) -> Column { Column(name, .flag) }
    /// A day.
    static func date(_ name: String) -> Column { Column(name, .date) }
    /// A moment in UTC.
    static func time(_ name: String) -> Column { Column(name, .time) }
}
