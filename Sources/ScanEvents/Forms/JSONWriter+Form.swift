package import JSONText

/// Writes each member of a form.
extension JSONWriter: FormVisitor {
    package mutating func member<Value: MemberValue>(
        _ name: StaticString, _ value: inout Value, _ kind: Value.Kind, _ about: StaticString?
    ) {
        self.name(name)
        value.write(to: &self, kind)
    }

    package mutating func optional<Value: MemberValue>(
        _ name: StaticString, _ value: inout Value?, _ kind: Value.Kind, _ about: StaticString?
    ) {
        if var given = value { member(name, &given, kind, about) }
    }

    package mutating func object<Part: Form>(_ name: StaticString, _ part: inout Part) {
        self.name(name)
        object { part.members(&$0) }
    }

    package mutating func object<Part: Form>(_ name: StaticString, _ part: inout Part?) {
        if var given = part { object(name, &given) }
    }
}
