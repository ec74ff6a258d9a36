extension BarTime {
    /// Reads what `description` writes; nil for anything else.
    package init?(iso text: ArraySlice<UInt8>) {
        let parts = text.split(separator: UInt8(ascii: "T"), omittingEmptySubsequences: false)
        guard let day = CalendarDate(iso: String(decoding: parts[0], as: UTF8.self)) else {
            return nil
        }
        guard parts.count > 1 else {
            self.init(day)
            return
        }
        let clock = parts[1].split(separator: UInt8(ascii: ":")).map {
            Int(String(decoding: $0, as: UTF8.self))
        }
        guard parts.count == 2, clock.count == 2, let hour = clock[0], let minute = clock[1] else {
            return nil
        }
        self.init(day, minute: hour * 60 + minute)
    }
}
