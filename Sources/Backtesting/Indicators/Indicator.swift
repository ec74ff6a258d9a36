/// A series computed from another, one value after the other.
///
/// `next` is the one definition of an indicator: strategies stream through it, and `values` gives
/// what it makes of a whole series.
protocol Indicator {
    /// What it takes: a number, or a bar.
    associatedtype Input
    /// What it gives.
    associatedtype Output

    /// Takes the next input; returns nil until it has seen enough.
    mutating func next(_ input: Input) -> Output?
}

extension Indicator {
    /// What it gives for each input of a series that comes after those it has taken.
    ///
    /// It stays as it is, so that equal series give equal values. O(count).
    func values(of inputs: some Sequence<Input>) -> [Output?] {
        var copy = self
        return inputs.map { copy.next($0) }
    }
}
