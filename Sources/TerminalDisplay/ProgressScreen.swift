package import Projections
package import ScanEvents

/// What a person sees of a scan while it is at work: lines and, on a terminal, a bar below them.
///
/// It decides what is written and writes nothing itself. The cursor rests, visible, at the start
/// of the bar: there is nothing to restore, in whatever way the program ends.
package struct ProgressScreen: Sendable {
    /// Where it is shown.
    package enum Medium: Sendable {
        /// A terminal, on which the bar is redrawn in place.
        case terminal(TerminalStyle)
        /// Anything else, such as a file: lines alone.
        case lines
    }

    /// The least time between two drawings of the bar.
    package static let drawInterval = Duration.milliseconds(100)
    /// So many lines are written without waiting for the next drawing.
    private static let maxPendingLines = 200
    /// A terminal that was made narrower has folded the bar; its other rows are below the cursor.
    private static let erase = "\r\u{1b}[J"
    /// A terminal that gets narrower between the look at its width and the drawing must cut the
    /// bar: were it folded, the cursor would rest on its last row and the others would stay.
    private static let (unfolded, folded) = ("\u{1b}[?7l", "\u{1b}[?7h")

    private let medium: Medium
    private let every: Int?
    private var lines: ProgressLines
    private var pace = Pace()
    private var notice: String?
    private var pending: [String] = []
    /// How the scan ended, which stands below the bar if nothing follows.
    private var ending: String?
    private var lastRecordAt: Duration
    private var drawn: (line: String, columns: Int, at: Duration)?

    /// Starts before the first record.
    ///
    /// - Parameters:
    ///   - medium: where it is shown.
    ///   - every: a line of progress comes when the number of stocks done is a multiple of this;
    ///     nil for at most one per five per cent. A bar needs no such lines.
    ///   - now: the time since some moment that stays the same, as in all other calls.
    package init(_ medium: Medium, every: Int?, at now: Duration) {
        self.medium = medium
        self.every = every
        lines = ProgressLines(every: every)
        lastRecordAt = now
    }

    /// The scan as its records so far tell it.
    package var state: ScanState { lines.state }

    /// The line that is to be written last, nil where it is among those that were written.
    package var lastLine: String? { ending ?? lines.closingLine }

    /// Folds in the next record.
    package mutating func apply(_ record: RecordedEvent, in bytes: [UInt8], at now: Duration) {
        let added = lines.apply(record, in: bytes)
        lastRecordAt = now
        pace.note(state)
        for line in added { add(line) }
    }

    /// Adds a line of text.
    package mutating func print(_ line: String) {
        pending.append(line.harmless)
    }

    /// Says what the user must know before all else, nil once that is over; the time that is left
    /// is not told meanwhile.
    ///
    /// - Parameters:
    ///   - text: a few words for the bar.
    ///   - line: all of it, to be printed when the notice is new.
    ///   - now: the time.
    package mutating func setNotice(_ text: String?, inFull line: String? = nil, at now: Duration) {
        if let line, notice != text { print(line) }
        // Nothing was to be heard of the scan, so it was not slow.
        if notice != nil, text == nil { lastRecordAt = now }
        notice = text
    }

    /// Forgets the scan, whose records come again from the first.
    package mutating func reset(at now: Duration) {
        lines = ProgressLines(every: every)
        ending = nil
        pace = Pace()
        lastRecordAt = now
    }

    /// What is to be written now, for a terminal that has so many columns by now.
    package mutating func output(columns: Int, at now: Duration) -> String {
        guard case .terminal(let style) = medium else { return takeLines() }
        if let drawn, now - drawn.at < Self.drawInterval, pending.count < Self.maxPendingLines {
            return ""
        }
        return redraw(columns: columns, style: style, at: now)
    }

    /// What is to be written last; the bar stays, as it ended.
    package mutating func end(_ lastLine: String?, columns: Int, at now: Duration) -> String {
        var output = ""
        if case .terminal(let style) = medium {
            output += redraw(columns: columns, style: style, at: now)
            if drawn != nil { output += "\n" }
        }
        if let lastLine { print(lastLine) }
        return output + takeLines()
    }

    private mutating func redraw(
        columns: Int, style: TerminalStyle, at now: Duration
    ) -> String {
        // There is nothing to show before the first record.
        guard state.nextSeq > 0 || notice != nil || !pending.isEmpty else { return "" }
        let quiet = now - lastRecordAt
        let bar = ProgressBar(
            state: state,
            estimate: pace.estimate(state, quietSeconds: quiet / .seconds(1)), notice: notice)
        let line = bar.line(columns: columns, style: style)
        guard line != drawn?.line || columns != drawn?.columns || !pending.isEmpty else {
            return ""
        }
        drawn = (line, columns, now)
        return Self.erase + takeLines() + Self.unfolded + line + Self.folded + "\r"
    }

    private mutating func takeLines() -> String {
        defer { pending = [] }
        return pending.map { $0 + "\n" }.joined()
    }

    private mutating func add(_ line: ProgressLines.Line) {
        // A scan that had ended for now goes on.
        if let ending { pending.append(ending) }
        ending = nil
        switch (medium, line) {
        case (.terminal, .progress): break
        case (.terminal(let style), .failure(let word, let text)):
            pending.append(style.paint(word, .red) + text)
        case (.terminal, .ending(let text)): ending = text
        default: pending.append(line.text)
        }
    }
}
