/// Truth on every bar of a stock: true, false, or missing where it is neither.
///
/// A bit a bar in two planes, the lowest bit of a word first; bits behind the last bar are 0.
struct TruthColumn: Equatable, Sendable {
    /// The bars on which it is true.
    var isTrue: BitPlane
    /// The bars on which it is false.
    var isFalse: BitPlane

    /// Missing on so many bars.
    init(count: Int) {
        isTrue = BitPlane(count: count)
        isFalse = isTrue
    }

    /// Joins two planes that have no bar in common.
    init(isTrue: BitPlane, isFalse: BitPlane) {
        self.isTrue = isTrue
        self.isFalse = isFalse
    }

    /// The same on every bar.
    init(_ value: Bool, count: Int) {
        let (all, none) = (BitPlane(full: count), BitPlane(count: count))
        self.init(isTrue: value ? all : none, isFalse: value ? none : all)
    }

    /// True for numbers but 0, false for 0, missing for NaN.
    init(numbers: [Double]) {
        var truth = TruthColumn(count: numbers.count)
        for (bar, number) in numbers.enumerated() where !number.isNaN {
            if number != 0 { truth.isTrue[bar] = true } else { truth.isFalse[bar] = true }
        }
        self = truth
    }

    /// 1, 0 or NaN on one bar.
    subscript(bar: Int) -> Double {
        isTrue[bar] ? 1 : isFalse[bar] ? 0 : .nan
    }

    /// 1, 0 and NaN for every bar.
    var numbers: [Double] {
        let (trues, falses) = (isTrue.words.span, isFalse.words.span)
        let count = isTrue.count
        return [Double](capacity: count) { output in
            for place in trues.indices {
                let (one, zero) = (trues[place], falses[place])
                for bit in 0..<UInt64(min(64, count - place << 6)) {
                    output.append(
                        one &>> bit & 1 != 0 ? 1 : zero &>> bit & 1 != 0 ? 0 : Double.nan)
                }
            }
        }
    }

    /// Missing stays missing.
    static prefix func ! (truth: TruthColumn) -> TruthColumn {
        TruthColumn(isTrue: truth.isFalse, isFalse: truth.isTrue)
    }

    /// False where one is false, whatever the other.
    static func & (left: TruthColumn, right: TruthColumn) -> TruthColumn {
        TruthColumn(
            isTrue: left.isTrue & right.isTrue, isFalse: left.isFalse | right.isFalse)
    }

    /// True where one is true, whatever the other.
    static func | (left: TruthColumn, right: TruthColumn) -> TruthColumn {
        TruthColumn(
            isTrue: left.isTrue | right.isTrue, isFalse: left.isFalse & right.isFalse)
    }

    /// The first where this is true, the second where it is false, else missing.
    func choose(_ first: TruthColumn, _ second: TruthColumn) -> TruthColumn {
        TruthColumn(
            isTrue: isTrue & first.isTrue | isFalse & second.isTrue,
            isFalse: isTrue & first.isFalse | isFalse & second.isFalse)
    }

    /// Where there is a value.
    var known: TruthColumn {
        let plane = isTrue | isFalse
        return TruthColumn(isTrue: plane, isFalse: ~plane)
    }

    /// Another's value where there is none.
    func orElse(_ other: TruthColumn) -> TruthColumn {
        let missing = ~(isTrue | isFalse)
        return TruthColumn(
            isTrue: isTrue | missing & other.isTrue, isFalse: isFalse | missing & other.isFalse)
    }

    /// The value so many bars before; missing on as many at the start.
    func past(_ bars: Int) -> TruthColumn {
        TruthColumn(isTrue: isTrue.delayed(by: bars), isFalse: isFalse.delayed(by: bars))
    }
}
