/// What a terminal can show.
package struct TerminalStyle: Sendable {
    /// Whether it shows colours.
    package var hasColors: Bool
    /// Whether it shows characters beyond ASCII.
    package var hasBlocks: Bool

    /// A terminal that can do so much.
    package init(hasColors: Bool, hasBlocks: Bool) {
        self.hasColors = hasColors
        self.hasBlocks = hasBlocks
    }

    /// Reads the user's wishes: `NO_COLOR` and `TERM` for colours, the locale for characters.
    ///
    /// Only a locale that names another character set turns blocks off; most of those that name
    /// none are at work in a terminal that has them.
    package init(environment: [String: String]) {
        hasColors = (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != nil
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy
            .compactMap { environment[$0] }.first { !$0.isEmpty }
        let characterSet = (locale ?? "").split(separator: "@").first?.split(separator: ".")
            .dropFirst().first
        hasBlocks = characterSet.map { $0.lowercased().hasPrefix("utf") } ?? true
    }

    /// A colour or weight of some text.
    enum Ink: String {
        case plain = ""
        case faint = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
    }

    /// The text in that ink.
    func paint(_ text: String, _ ink: Ink) -> String {
        guard hasColors, ink != .plain, !text.isEmpty else { return text }
        return "\u{1b}[\(ink.rawValue)m\(text)\u{1b}[0m"
    }

    /// What stands between the ends of an interval.
    var dash: String { hasBlocks ? "–" : "-" }
}
