/// A number as somebody typed it, without the rounding of a Double.
struct DecimalNumber {
    /// The digits, with a sign.
    let digits: Int128
    /// How many of them stand behind the point.
    let places: Int

    /// The most digits, and the most places.
    private static let most = 30

    /// Reads `12`, `-0.5`, `1e-3`; nil for anything else, or where there are more than 30 digits.
    init?(_ text: some StringProtocol) {
        let parts = text.lowercased().split(separator: "e", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let mantissa = parts.first else { return nil }
        var exponent = 0
        if parts.count == 2 {
            guard let number = Int(parts[1]), number.magnitude <= Self.most else { return nil }
            exponent = number
        }
        let halves = mantissa.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(halves.count) else { return nil }
        let fraction = halves.count == 2 ? String(halves[1]) : ""
        let whole = String(halves[0])
        let isPlain = fraction.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let unsigned = whole.hasPrefix("-") ? whole.dropFirst() : whole[...]
        guard isPlain, !unsigned.isEmpty || !fraction.isEmpty,
            unsigned.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            unsigned.utf8.count + fraction.utf8.count <= Self.most,
            let read = Int128(whole + fraction) ?? (whole == "-" ? Int128("-" + fraction) : nil)
        else { return nil }
        let places = fraction.utf8.count - exponent
        guard places <= Self.most, places >= 0 || unsigned.utf8.count - places <= Self.most else {
            return nil
        }
        digits = places < 0 ? read * Self.power(-places) : read
        self.places = max(0, places)
    }

    /// The digits with so many places, at least as many as it has.
    func scaled(to places: Int) -> Int128? {
        let (product, overflow) = digits.multipliedReportingOverflow(
            by: Self.power(places - self.places))
        return overflow ? nil : product
    }

    /// The nearest double to `digits` with so many places.
    static func double(_ digits: Int128, places: Int) -> Double {
        let text = String(digits.magnitude)
        let padded = String(repeating: "0", count: max(0, places + 1 - text.count)) + text
        let point = padded.index(padded.endIndex, offsetBy: -places)
        let number = (digits < 0 ? "-" : "") + padded[..<point] + "." + padded[point...]
        return Double(places == 0 ? String(number.dropLast()) : number) ?? .nan
    }

    /// The nearest double.
    var double: Double { Self.double(digits, places: places) }

    private static func power(_ exponent: Int) -> Int128 {
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }
}
