/// What a value on a tape must be, as the JSON Schemas in `Schemas/events` have it.
indirect enum ValueForm: Sendable {
    /// A whole number in a range, written without fraction and exponent.
    case integer(ClosedRange<Int>)
    /// A number.
    case number(NumberRange)
    /// true or false.
    case flag
    /// A string.
    case text(TextForm)
    /// The other form, or null.
    case nullable(ValueForm)
    /// An array whose elements have one form.
    case array(ValueForm, count: ClosedRange<Int>)
    /// An object with these fields.
    case object(ObjectForm)
    /// An object of numbers, by name.
    case numbers

    /// How many of something there are.
    static let count = ValueForm.integer(0...Int.max)
    /// At least one.
    static let positiveCount = ValueForm.integer(1...Int.max)
    /// A duration or a time since the scan's start.
    static let seconds = ValueForm.number(.notNegative)
    /// Any number.
    static let number = ValueForm.number(.any)
}

/// In which range a number must be.
enum NumberRange: Sendable {
    /// All of them.
    case any
    /// Zero or more.
    case notNegative
    /// More than zero.
    case positive
    /// 0 to 100.
    case percent
    /// More than zero, at most 10^12.
    case cash
    /// From 0 to below 1.
    case fraction

    /// The range in words.
    var description: String {
        switch self {
        case .any: "a number"
        case .notNegative: "a number of 0 or more"
        case .positive: "a number above 0"
        case .percent: "a number from 0 to 100"
        case .cash: "a number above 0, at most 1e12"
        case .fraction: "a number from 0 to below 1"
        }
    }

    /// Whether a number is in the range.
    func contains(_ number: Double) -> Bool {
        switch self {
        case .any: true
        case .notNegative: number >= 0
        case .positive: number > 0
        case .percent: number >= 0 && number <= 100
        case .cash: number > 0 && number <= 1e12
        case .fraction: number >= 0 && number < 1
        }
    }
}

/// The fields of an object, in the order in which this version writes them.
struct ObjectForm: Sendable {
    /// One of the fields.
    struct Field: Sendable {
        /// Its name.
        let name: String
        /// What its value must be.
        let form: ValueForm
        /// Whether it may be left out.
        let isOptional: Bool
        /// Name and colon as they are written.
        let key: [UInt8]
    }

    /// The fields, at most 64.
    let fields: [Field]
    /// A bit for each field that must be there.
    let required: UInt64

    /// Joins fields; those of `optional` may be left out.
    init(_ fields: KeyValuePairs<String, ValueForm>, optional: Set<String> = []) {
        precondition(fields.count <= 64, "a field has a bit each")
        self.fields = fields.map { name, form in
            Field(
                name: name, form: form, isOptional: optional.contains(name),
                key: Array("\"\(name)\":".utf8))
        }
        var required: UInt64 = 0
        for (index, field) in self.fields.enumerated() where !field.isOptional {
            required |= 1 << UInt64(index)
        }
        self.required = required
    }
}
