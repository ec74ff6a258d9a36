/// Which members of an object were read.
package struct FoundMembers: Sendable {
    /// A bit for each.
    fileprivate var bits: UInt64 = 0
    /// Where the last one that is an object stands in the bytes.
    fileprivate(set) var objectRange: Range<Int>?

    /// None so far.
    init() {}

    /// Notes the member that `reader` has read.
    mutating func note(_ index: Int, objectRange range: Range<Int>?) {
        bits |= 1 << UInt64(index)
        if let range { objectRange = range }
    }

    /// The names of those members of `part` that must be there and are not, sorted.
    func missing<Part: Form>(of part: Part) -> [String] {
        if Part.mayBeInPart { return [] }
        var search = Search(bits: bits)
        var copy = part
        copy.members(&search)
        return search.missing.sorted()
    }

    private struct Search: FormVisitor {
        let bits: UInt64
        var index: UInt64 = 0
        var missing: [String] = []

        init(bits: UInt64) { self.bits = bits }

        private mutating func take(_ name: StaticString, isNeeded: Bool) {
            if isNeeded, bits & (1 << index) == 0 { missing.append(name.description) }
            index += 1
        }

        mutating func member<Value: MemberValue>(
            _ name: StaticString, _ value: inout Value, _ kind: Value.Kind, _ about: StaticString?
        ) {
            let mayBeNull = if case .nullable = Value.form(kind) { true } else { false }
            take(name, isNeeded: !mayBeNull || !Value.mayBeMissing)
        }

        mutating func optional<Value: MemberValue>(
            _ name: StaticString, _ value: inout Value?, _ kind: Value.Kind, _ about: StaticString?
        ) {
            take(name, isNeeded: false)
        }

        mutating func object<Part: Form>(_ name: StaticString, _ part: inout Part) {
            take(name, isNeeded: true)
        }

        mutating func object<Part: Form>(_ name: StaticString, _ part: inout Part?) {
            take(name, isNeeded: false)
        }
    }
}
