internal import JSONText
internal import ScanEvents

extension ScanEvent {
    /// How much of a long list comes before this part of it; 0 for an event that is whole.
    var offset: Int {
        switch self {
        case .setsValued(let part): part.offset
        case .walkForwardValued(let part): part.offset
        default: 0
        }
    }

    /// The members of its record with their texts, those of lists one by one; the times, which no
    /// computation gives, left out.
    var figureTexts: [(name: String, text: String)] {
        let body = [UInt8(ascii: "{")] + recordBody + [UInt8(ascii: "}")]
        guard case .object(let members)? = try? JSONValue.parse(body) else { return [] }
        return members.filter { $0.name != "elapsed" }.flatMap { name, value in
            guard case .array(let elements) = value else { return [(name, value.text)] }
            return [("length of \(name)", "\(elements.count)")]
                + elements.enumerated().map { ("\(name), \($0 + offset)", $1.text) }
        }
    }
}

extension JSONValue {
    fileprivate var text: String {
        switch self {
        case .number(let number): "\(number)"
        case .string(let text): text
        case .boolean(let flag): "\(flag)"
        case .null: "none"
        case .array(let elements): "[\(elements.map(\.text).joined(separator: ", "))]"
        case .object(let members):
            members.map { "\($0.name) \($0.value.text)" }.joined(separator: ", ")
        }
    }
}
