import Foundation

/// A plot of seconds over sizes, both axes logarithmic, as SVG that reads well on light and dark.
struct Plot {
    /// Measurements of one kind, joined by a line.
    struct Series {
        let name: String
        var points: [(size: Double, cost: Double)] = []
    }

    let title: String
    let sizes: String
    var series: [Series]

    private static let width = 480.0
    private static let height = 300.0
    private static let left = 64.0
    private static let right = 118.0
    private static let top = 34.0
    private static let bottom = 44.0
    /// Hues that differ in brightness, too.
    private static let colors = ["#2b8fd6", "#d55e00", "#009e73", "#cc79a7", "#8a7a00"]

    /// The picture.
    var svg: String {
        let points = series.flatMap(\.points)
        let x = Axis(points.map(\.size), from: Self.left, to: Self.width - Self.right)
        let y = Axis(points.map(\.cost), from: Self.height - Self.bottom, to: Self.top)
        var parts = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(Self.width)) \
            \(Int(Self.height))" width="\(Int(Self.width))" height="\(Int(Self.height))" \
            role="img" aria-label="\(title)">
            <style>
            text { font: 11px system-ui, sans-serif; fill: #333 } .title { font-weight: 600 }
            .grid { stroke: #8884; stroke-width: 1 } .line { fill: none; stroke-width: 2 }
            @media (prefers-color-scheme: dark) { text { fill: #ddd } }
            </style>
            <text class="title" x="\(Self.place(Self.left))" y="18">\(title)</text>
            """
        ]
        for size in x.ticks {
            parts.append(line(x.place(size), Self.top, x.place(size), Self.height - Self.bottom))
            parts.append(
                label(x.place(size), Self.height - Self.bottom + 15, "middle", Self.count(size)))
        }
        for cost in y.ticks {
            parts.append(line(Self.left, y.place(cost), Self.width - Self.right, y.place(cost)))
            parts.append(label(Self.left - 6, y.place(cost) + 4, "end", Self.time(cost)))
        }
        parts.append(
            label((Self.left + Self.width - Self.right) / 2, Self.height - 8, "middle", sizes))
        parts += curves(x, y)
        return parts.joined(separator: "\n") + "\n</svg>\n"
    }

    private func curves(_ x: Axis, _ y: Axis) -> [String] {
        var parts: [String] = []
        var names: [(place: Double, text: String, color: String)] = []
        for (index, series) in series.enumerated() where !series.points.isEmpty {
            let color = Self.colors[index % Self.colors.count]
            let places = series.points.map { (x.place($0.size), y.place($0.cost)) }
            let path = places.map { "\(Self.place($0.0)),\(Self.place($0.1))" }
            parts.append(
                "<polyline class=\"line\" stroke=\"\(color)\" points=\""
                    + path.joined(separator: " ") + "\"/>")
            for (x, y) in places {
                parts.append(
                    "<circle cx=\"\(Self.place(x))\" cy=\"\(Self.place(y))\" r=\"3\" "
                        + "fill=\"\(color)\"/>")
            }
            names.append((places[places.count - 1].1, series.name, color))
        }
        // Names beside the ends of their lines, moved apart where they would touch.
        var last = -Double.infinity
        for name in names.sorted(by: { $0.place < $1.place }) {
            last = max(name.place, last + 13)
            parts.append(
                "<text x=\"\(Self.place(Self.width - Self.right + 8))\" "
                    + "y=\"\(Self.place(last + 4))\" style=\"fill: \(name.color)\">"
                    + "\(name.text)</text>")
        }
        return parts
    }

    private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
        "<line class=\"grid\" x1=\"\(Self.place(x1))\" y1=\"\(Self.place(y1))\" "
            + "x2=\"\(Self.place(x2))\" y2=\"\(Self.place(y2))\"/>"
    }

    private func label(_ x: Double, _ y: Double, _ anchor: String, _ text: String) -> String {
        "<text x=\"\(Self.place(x))\" y=\"\(Self.place(y))\" text-anchor=\"\(anchor)\">"
            + "\(text)</text>"
    }

    private static func place(_ value: Double) -> String { String(format: "%.1f", value) }

    /// `10 ms` for 0.01.
    private static func time(_ seconds: Double) -> String {
        switch seconds {
        case ..<0.999e-3: String(format: "%g µs", seconds * 1e6)
        case ..<0.999: String(format: "%g ms", seconds * 1e3)
        default: String(format: "%g s", seconds)
        }
    }

    /// `10 k` for 10,000.
    static func count(_ number: Double) -> String {
        switch number {
        case ..<1e3: String(format: "%g", number)
        case ..<1e6: String(format: "%g k", number / 1e3)
        default: String(format: "%g M", number / 1e6)
        }
    }
}

/// A logarithmic axis over whole decades.
private struct Axis {
    private let low: Int
    private let high: Int
    private let start: Double
    private let end: Double

    init(_ values: [Double], from start: Double, to end: Double) {
        let least = values.min() ?? 1
        let most = values.max() ?? 10
        low = Int(log10(least).rounded(.down))
        high = max(low + 1, Int(log10(most).rounded(.up)))
        self.start = start
        self.end = end
    }

    var ticks: [Double] { (low...high).map { pow(10, Double($0)) } }

    func place(_ value: Double) -> Double {
        start + (log10(value) - Double(low)) / Double(high - low) * (end - start)
    }
}
