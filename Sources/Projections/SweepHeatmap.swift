package import ScanEvents

/// The sets of a sweep on a plane of one or two of its inputs, in characters.
///
/// A cell has the best of its sets, their mean, or those that have given values of the other inputs.
package struct SweepHeatmap: Sendable {
    /// What is shown of the sets that differ in other inputs only.
    package enum Choice: Equatable, Sendable {
        /// The best of them.
        case best
        /// Their mean.
        case mean
        /// Those with these values of other inputs, by name.
        case fixed([String: Double])
    }

    /// From the worst to the best; nothing is shown where there is no set.
    private static let shades = Array(".:-=+*#%@")
    /// The most rows; an axis with more values has several in a row.
    private static let mostRows = 20

    /// What the cells have.
    package let figure: SweepObjective
    /// The input along a row.
    package let across: String
    /// The input down the rows; nil where one alone is varied.
    package let down: String?
    private let choice: Choice
    private let width: Int
    private let columns: Axis
    private let rows: Axis
    /// A value for each cell, row by row; nil where there is none.
    private let cells: [Double?]

    /// The heatmap of the two inputs with most values, of equal ones the first; nil where no input has
    /// more than one value.
    ///
    /// - Parameters:
    ///   - sweep: the sweep; its trials so far where it is at work.
    ///   - figure: what is shown; nil for the objective.
    ///   - choice: what of the sets that share a cell.
    ///   - width: how many characters there are.
    package init?(
        _ sweep: SweepState, figure: SweepObjective? = nil, choice: Choice = .best,
        columns width: Int = 80
    ) {
        let figure = figure ?? sweep.objective
        let axes = sweep.inputs.indices.map { Axis(sweep.columns[$0], input: $0) }
            .filter { $0.values.count > 1 }
            .sorted { ($1.values.count, $0.input) < ($0.values.count, $1.input) }
        guard let first = axes.first else { return nil }
        self.figure = figure
        self.choice = choice
        self.width = min(72, width - 1)
        across = sweep.inputs[first.input]
        down = axes.count > 1 ? sweep.inputs[axes[1].input] : nil
        let second = axes.count > 1 ? axes[1] : nil
        let vertical = (second ?? Axis([0], input: -1)).cut(to: Self.mostRows)
        columns = first.cut(to: max(8, self.width - vertical.labelWidth - 2))
        rows = vertical
        var cells = [Cell](repeating: Cell(), count: columns.count * rows.count)
        for set in 0..<sweep.listed where Self.isMeant(set, of: sweep, choice, first, second) {
            guard let value = sweep.figure(figure, of: set), value.isFinite else { continue }
            let row = second.map { vertical.place(of: sweep.columns[$0.input][set]) } ?? 0
            let column = columns.place(of: sweep.columns[first.input][set])
            cells[row * columns.count + column].add(value, of: figure)
        }
        self.cells = cells.map { choice == .mean ? $0.mean : $0.best }
    }

    private static func isMeant(
        _ set: Int, of sweep: SweepState, _ choice: Choice, _ first: Axis, _ second: Axis?
    ) -> Bool {
        guard case .fixed(let values) = choice else { return true }
        return sweep.inputs.indices.allSatisfy { input in
            input == first.input || input == second?.input
                || values[sweep.inputs[input]].map { $0 == sweep.columns[input][set] } ?? true
        }
    }

    /// The lines: a heading, the rows with the greatest value on top, the axis, the scale.
    package var lines: [String] {
        let known = cells.compactMap(\.self)
        guard let least = known.min(), let most = known.max() else { return [] }
        let repeats = columns.count * 2 + rows.labelWidth + 2 <= width ? 2 : 1
        var lines = [heading]
        for row in (0..<rows.count).reversed() {
            let shown = (0..<columns.count).map { column in
                let shade = cells[row * columns.count + column].map {
                    self.shade(of: $0, from: least, to: most)
                }
                return String(repeating: shade ?? " ", count: repeats)
            }
            let label = down == nil ? "" : rows.labels[row]
            lines.append(padded(label) + " |" + shown.joined().withoutTrailingBlanks)
        }
        lines.append(axis(repeats))
        let ends = figure.prefersLess ? (most, least) : (least, most)
        lines.append(
            "Scale: \(Self.shades[0]) \(figure.text(of: ends.0)) to "
                + "\(Self.shades[Self.shades.count - 1]) \(figure.text(of: ends.1))")
        return lines
    }

    private var heading: String {
        let what =
            switch choice {
            case .best: "best "
            case .mean: "mean "
            case .fixed: ""
            }
        let inputs = down.map { "\($0.harmless) (up) and \(across.harmless)" } ?? across.harmless
        return "Heatmap: \(what)\(figure.title) by \(inputs)"
    }

    private func axis(_ repeats: Int) -> String {
        let (low, high) = (columns.labels[0], columns.labels[columns.count - 1])
        let room = columns.count * repeats - low.count - high.count
        return padded("") + "  " + low + String(repeating: " ", count: max(1, room)) + high
    }

    private func padded(_ label: String) -> String {
        let width = down == nil ? 0 : rows.labelWidth
        return String(repeating: " ", count: max(0, width - label.count)) + label
    }

    private func shade(of value: Double, from least: Double, to most: Double) -> String {
        guard most > least else { return String(Self.shades[Self.shades.count - 1]) }
        // Halves, as the difference of two finite numbers need not be finite.
        let share = (value / 2 - least / 2) / (most / 2 - least / 2)
        let good = figure.prefersLess ? 1 - share : share
        let place = Int((min(max(good, 0), 1) * Double(Self.shades.count)).rounded(.down))
        return String(Self.shades[min(place, Self.shades.count - 1)])
    }
}

extension SweepHeatmap {
    private struct Cell {
        var count = 0
        var mean: Double?
        var best: Double?

        mutating func add(_ value: Double, of figure: SweepObjective) {
            count += 1
            mean = (mean ?? 0) + (value - (mean ?? 0)) / Double(count)
            if best.map({ figure.prefers(value, to: $0) }) ?? true { best = value }
        }
    }
}
