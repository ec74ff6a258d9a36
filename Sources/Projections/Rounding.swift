extension Double {
    /// The number to `places` decimals, as the streams show it; a tie goes to the even digit.
    func rounded(places: Int) -> Double {
        let scale = places == 1 ? 10.0 : 100.0
        let scaled = self * scale
        // Beyond 2^52 a double has no decimals left to round.
        return abs(scaled) < 0x1p52 ? scaled.rounded(.toNearestOrEven) / scale : self
    }
}
