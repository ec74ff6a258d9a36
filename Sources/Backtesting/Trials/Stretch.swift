/// Bars in a row at whose closes an account is worth what `worth` says.
struct Stretch {
    let bars: Range<Int>
    let worth: Worth

    /// Whether nothing is held.
    var isFlat: Bool { worth.size == 0 }
}
