import PortableMath

extension IndicatorCatalogue {
    static let correl = IndicatorFunction(
        "correl", [.series("x"), .series("y"), .length("length", least: 2)],
        rule: """
            Pearson's correlation of the last length pairs, from −1 to 1; 0 where either does not \
            vary.
            """,
        firstIndex: { Int($0[0]) - 1 },
        compute: { input in
            let (x, y) = (input.columns[0], input.columns[1])
            let (length, lead) = (input.length(0), input.lead)
            let (ofX, ofY) = (WindowSums(x, length, lead), WindowSums(y, length, lead))
            let (xx, yy) = (Comoments(ofX, ofX), Comoments(ofY, ofY))
            let xy = Comoments(ofX, ofY)
            return [
                Column.make(input.count, from: lead + length - 1) { bar in
                    // Of the roots, so that the product of the two cannot leave the range.
                    let spread = xx[bar].squareRoot() * yy[bar].squareRoot()
                    let share = xy[bar] / spread
                    return spread == 0 ? 0 : share.magnitude > 1 ? (share < 0 ? -1 : 1) : share
                }
            ]
        })

    static let beta = IndicatorFunction(
        "beta", [.series("x"), .series("y"), .length("length", least: 2)],
        rule: """
            Covariance of the last length changes x/x[1] − 1 and y/y[1] − 1 over the variance of \
            those of x; 0 where they do not vary.
            """,
        firstIndex: { Int($0[0]) },
        compute: { input in
            let (length, lead) = (input.length(0), input.lead + 1)
            func changes(_ column: [Double]) -> [Double] {
                Column.make(column.count, from: lead) {
                    (column[$0] - column[$0 - 1]) / column[$0 - 1]
                }
            }
            let x = WindowSums(changes(input.columns[0]), length, lead)
            let y = WindowSums(changes(input.columns[1]), length, lead)
            let (xx, xy) = (Comoments(x, x), Comoments(x, y))
            return [
                Column.make(input.count, from: lead + length - 1) {
                    xx[$0] == 0 ? 0 : xy[$0] / xx[$0]
                }
            ]
        })
}

/// A column with the sums of its windows.
private struct WindowSums {
    let column: [Double]
    let sums: [ExactPair]
    let length: Int
    let lead: Int

    init(_ column: [Double], _ length: Int, _ lead: Int) {
        (self.column, self.length, self.lead) = (column, length, lead)
        sums = Rolling.pairs(column, length, from: lead)
    }
}

/// n·Σxy − Σx·Σy of the windows of two columns: n² times their covariance.
///
/// Products and sums are kept to some 100 bits, so that even of prices that differ in their last
/// digits something is left. Below 2⁻⁹⁰ of the terms nothing is: equal values do not vary.
private struct Comoments {
    private let products: [ExactPair]
    private let rests: [ExactPair]
    private let first: [ExactPair]
    private let second: [ExactPair]
    private let length: Double

    init(_ x: WindowSums, _ y: WindowSums) {
        let products = Column.combine(x.column, y.column) { ExactPair(product: $0, $1).high }
        let rests = Column.combine(x.column, y.column) { ExactPair(product: $0, $1).low }
        self.products = Rolling.pairs(products, x.length, from: x.lead)
        self.rests = Rolling.pairs(rests, x.length, from: x.lead)
        (first, second, length) = (x.sums, y.sums, Double(x.length))
    }

    subscript(bar: Int) -> Double {
        let mean = first[bar] * second[bar]
        let value = ((products[bar] + rests[bar]) * length - mean).value
        return value.magnitude <= 0x1p-90 * mean.high.magnitude ? 0 : value
    }
}
