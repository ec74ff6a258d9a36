extension Form {
    /// The member that tells the seconds since the scan started; nil where there is none.
    var elapsedMember: Double? {
        var search = ElapsedSearch()
        var copy = self
        copy.members(&search)
        return search.elapsed
    }
}

private struct ElapsedSearch: FormVisitor {
    var elapsed: Double?

    mutating func member<Value: MemberValue>(
        _ name: StaticString, _ value: inout Value, _ kind: Value.Kind, _ about: StaticString?
    ) {
        if (kind as? NumberForm) == .elapsed { elapsed = value as? Double }
    }

    mutating func optional<Value: MemberValue>(
        _ name: StaticString, _ value: inout Value?, _ kind: Value.Kind, _ about: StaticString?
    ) {}

    mutating func object<Part: Form>(_ name: StaticString, _ part: inout Part) {}

    mutating func object<Part: Form>(_ name: StaticString, _ part: inout Part?) {}
}
