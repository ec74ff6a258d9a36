extension Double {
    /// What comes of adding a number so many times, each sum rounded; this and the number are finite
    /// and not negative.
    ///
    /// While the sum stays between two powers of two, its last place stays what it is, and every
    /// addition moves it by the same: so all of them are one multiplication, which is exact. Only a
    /// number that lies just between two moves is added one by one. O(powers of two that are passed).
    func adding(_ number: Double, times: Int) -> Double {
        var (sum, left) = (self, times)
        while left > 0 {
            let next = sum + number
            let move = next - sum
            guard left > 2, move > 0 else {
                if move == 0 { return sum }
                sum = next
                left -= 1
                continue
            }
            // The next power of two, beyond which the last place is another.
            let limit = Double(
                bitPattern: (sum.bitPattern & 0x7ff0_0000_0000_0000) &+ 0x0010_0000_0000_0000)
            let most = (limit - sum) / move - 2
            let isEven = (number - move).magnitude * 2 != sum.ulp
            guard most >= 1, isEven, sum.isNormal, limit.isFinite else {
                sum = next
                left -= 1
                continue
            }
            let steps = Swift.min(left, Int(Swift.min(most, 1e9)))
            sum += Double(steps) * move
            left -= steps
        }
        return sum
    }
}
