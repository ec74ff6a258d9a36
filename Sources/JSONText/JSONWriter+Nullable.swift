extension JSONWriter {
    /// Writes a member with a string, null where there is none.
    package mutating func nullableMember(_ name: String, _ string: String?) {
        self.name(name)
        if let string { value(string) } else { null() }
    }

    /// Writes a member with an integer, null where there is none.
    package mutating func nullableMember(_ name: String, _ integer: Int?) {
        self.name(name)
        if let integer { value(integer) } else { null() }
    }

    /// Writes a parameter's value, a whole number without a fraction.
    package mutating func parameter(_ value: Double) {
        if let whole = Int(exactly: value) { self.value(whole) } else { self.value(value) }
    }
}
