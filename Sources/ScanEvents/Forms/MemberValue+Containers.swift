package import JSONText

extension Optional: MemberValue where Wrapped: MemberValue {
    package static func form(_ kind: Wrapped.Kind) -> ValueForm {
        let form = Wrapped.form(kind)
        // A request may go without a source; on a tape each default is filled in.
        if case .text(.source) = form { return form }
        return .nullable(form)
    }

    package func write(to json: inout JSONWriter, _ kind: Wrapped.Kind) {
        if let self { self.write(to: &json, kind) } else { json.null() }
    }

    package static func read(from scanner: inout JSONScanner) throws(JSONError) -> Wrapped? {
        scanner.takeNull() ? nil : try Wrapped.read(from: &scanner)
    }

    package static func readOwn(
        from reader: inout CanonicalReader, _ kind: Wrapped.Kind
    ) throws(CanonicalReader.NotCanonical) -> Wrapped? {
        reader.takeNull() ? nil : try Wrapped.readOwn(from: &reader, kind)
    }

    package func cell(_ kind: Wrapped.Kind) -> MemberCell { self?.cell(kind) ?? .none }
}

extension Optional where Wrapped: MemberValue {
    package static var mayBeMissing: Bool { Wrapped.mayBeMissing }
}

/// What the elements of an array are, and how many there may be.
package struct ArrayKind<Element: Sendable>: Sendable {
    let element: Element
    let count: ClosedRange<Int>

    /// An array of elements of that kind.
    package static func each(
        _ element: Element, _ count: ClosedRange<Int> = 0...Int.max
    ) -> ArrayKind {
        ArrayKind(element: element, count: count)
    }
}

extension Array: MemberValue where Element: MemberValue {
    package static func form(_ kind: ArrayKind<Element.Kind>) -> ValueForm {
        .array(Element.form(kind.element), count: kind.count)
    }

    package func write(to json: inout JSONWriter, _ kind: ArrayKind<Element.Kind>) {
        json.array(self) { $1.write(to: &$0, kind.element) }
    }

    package static func read(from scanner: inout JSONScanner) throws(JSONError) -> [Element] {
        var elements: [Element] = []
        try scanner.array { scanner throws(JSONError) in
            elements.append(try Element.read(from: &scanner))
        }
        return elements
    }
}

/// Numbers by name, sorted by it.
extension Dictionary: MemberValue where Key == String, Value == Double {
    package static func form(_ kind: OnlyKind) -> ValueForm { .numbers }

    package func write(to json: inout JSONWriter, _ kind: OnlyKind) {
        json.object { json in
            for (name, value) in sorted(by: { $0.key < $1.key }) {
                json.name(name)
                json.parameter(value)
            }
        }
    }

    package static func read(
        from scanner: inout JSONScanner
    ) throws(JSONError) -> [String: Double] {
        var numbers: [String: Double] = [:]
        try scanner.object { name, scanner throws(JSONError) in
            numbers[name] = try scanner.number()
        }
        return numbers
    }
}
