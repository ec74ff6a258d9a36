/// A number that whoever runs a strategy may choose.
package struct StrategyInput: Hashable, Sendable {
    /// Its name.
    package let name: String
    /// Its value when nobody chooses one.
    package let initial: Double
    /// Whether it takes whole numbers only: its default is written without a point.
    package let isWhole: Bool
    /// The values that it takes; nil when it takes all, so that it cannot be swept as it is.
    package let bounds: ClosedRange<Double>?
    /// The distance of two values that are tried one after the other, as the file says it.
    package let step: Double?
    /// What it does, in the words of the file.
    package let sentence: String?
    /// Its line in the file, counted from 1; 0 for the size of a position, which no line names.
    package let line: Int

    /// The range of a whole input for which the file gives none.
    static let wholeBounds: ClosedRange<Double> = 1...500

    /// What a value breaks, if it breaks something.
    func refusal(of value: Double) -> String? {
        let range = bounds.map { " from \($0.lowerBound.plain) to \($0.upperBound.plain)" } ?? ""
        let kind = isWhole ? "whole number" : "number"
        let isWell =
            value.isFinite && (!isWhole || value == value.rounded(.down))
            && (bounds?.contains(value) ?? true)
        return isWell ? nil : "'\(name)' is \(value.plain) and must be a \(kind)\(range)"
    }
}

extension Double {
    /// The number as people write it: without a point when it is whole.
    var plain: String {
        self == rounded(.down) && abs(self) < 1e15 ? String(Int(self)) : String(self)
    }
}
