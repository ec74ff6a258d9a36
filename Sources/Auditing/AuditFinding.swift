package import JSONText
internal import ScanEvents

/// Something about a tape that is not as it must be: where, what, and what to do.
package struct AuditFinding: Sendable, Equatable {
    /// Which check found it.
    package enum Check: String, Sendable {
        /// The bytes of the file: members, checksums, lines, sequence numbers.
        case container
        /// The form of a record.
        case schema
        /// What the records say together: order, stocks, counts, sums.
        case fold
        /// The tape's own statement of its count and root.
        case seal
        /// What the registry of the directory says of the tape.
        case registry
        /// The signed statement of count and root.
        case checkpoint
        /// The backtests run again.
        case recompute
    }

    /// Where in the file something stands; nil for what is not known or stands nowhere.
    package struct Location: Sendable, Equatable {
        /// The index of the gzip member.
        package var member: Int?
        /// Where that member starts, in bytes.
        package var byte: Int?
        /// The record.
        package var seq: Int?

        /// Names a location.
        package init(member: Int? = nil, byte: Int? = nil, seq: Int? = nil) {
            self.member = member
            self.byte = byte
            self.seq = seq
        }
    }

    /// Which check found it.
    package let check: Check
    /// What it is about, in a word or two.
    package let what: String
    /// Where it is.
    package let location: Location
    /// What must stand there.
    package let expected: String
    /// What stands there.
    package let found: String
    /// What to do about it.
    package let advice: String

    /// Notes a finding.
    package init(
        _ check: Check, _ what: String, at location: Location = Location(), expected: String,
        found: String, advice: String
    ) {
        self.check = check
        self.what = what
        self.location = location
        self.expected = expected
        self.found = found
        self.advice = advice
    }

    /// The finding in four lines for a person.
    package var lines: [String] {
        let parts = [
            location.member.map { "member \($0)" }, location.byte.map { "byte \($0)" },
            location.seq.map { "seq \($0)" },
        ].compactMap(\.self)
        let place = parts.isEmpty ? "" : " at " + parts.joined(separator: ", ")
        return [
            "\(check.rawValue): \(what)\(place)", "  expected: \(expected)",
            "  found:    \(found)", "  do:       \(advice)",
        ]
    }

    /// Writes the finding as an object.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("check", check.rawValue)
            json.member("what", what)
            json.nullableMember("member", location.member)
            json.nullableMember("byte", location.byte)
            json.nullableMember("seq", location.seq)
            json.member("expected", expected)
            json.member("found", found)
            json.member("advice", advice)
        }
    }
}
