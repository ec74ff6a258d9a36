extension CalendarDate {
    /// Characters in the ISO form, `YYYY-MM-DD`.
    package static let isoByteCount = 10

    /// Reads a date that is exactly `YYYY-MM-DD`, in ASCII digits.
    ///
    /// Returns nil for any other form and for days that do not exist.
    package init?(iso text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == Self.isoByteCount else { return nil }
        self.init(isoIn: bytes.span, at: 0)
    }

    /// Reads the ten bytes `YYYY-MM-DD` that start at `offset`; more bytes may follow them.
    ///
    /// Returns nil when there are fewer bytes, another form, or no such day.
    package init?(isoIn bytes: Span<UInt8>, at offset: Int) {
        guard offset >= 0, bytes.count - offset >= Self.isoByteCount,
            bytes[offset + 4] == UInt8(ascii: "-"), bytes[offset + 7] == UInt8(ascii: "-")
        else { return nil }
        func pair(_ place: Int) -> Int? {
            let tens = bytes[offset + place] &- UInt8(ascii: "0")
            let units = bytes[offset + place + 1] &- UInt8(ascii: "0")
            return tens <= 9 && units <= 9 ? Int(tens) * 10 + Int(units) : nil
        }
        guard let century = pair(0), let year = pair(2), let month = pair(5), let day = pair(8)
        else { return nil }
        self.init(year: century * 100 + year, month: month, day: day)
    }
}

extension CalendarDate: CustomStringConvertible {
    /// The ISO form, `YYYY-MM-DD`.
    package var description: String {
        let (year, month, day) = parts
        let zero = UInt8(ascii: "0")
        let digits = [year / 1000, year / 100, year / 10, year, month / 10, month, day / 10, day]
        var text = digits.map { zero + UInt8($0 % 10) }
        text.insert(UInt8(ascii: "-"), at: 6)
        text.insert(UInt8(ascii: "-"), at: 4)
        return String(decoding: text, as: UTF8.self)
    }
}
