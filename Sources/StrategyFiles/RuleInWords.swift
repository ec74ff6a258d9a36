internal import StrategyText

extension StrategyProgram {
    /// What a rule, a level, the size or the rank says, in a sentence for somebody who has not
    /// written one.
    func words(for rule: Rule) -> String {
        let body = String(rule.statement.prefix { $0 != "\"" }).trimmed
        let words = body.split(separator: " ").map(String.init)
        switch words[0] {
        case "enter": return Self.entry(words, body)
        case "exit": return Self.leaving(words, body)
        case "stop", "target", "trail":
            guard let exit = plan.exits.first(where: { $0.line == rule.line }) else { return body }
            return Self.level(exit, body)
        case "size":
            return words.last == "shares"
                ? "Each entry takes \(body.behind("size "))."
                : "Each entry takes \(body.behind("size ")) of what the account is worth."
        case "risk":
            let (share, distance) = body.behind("risk ").cut(at: " over ")
            return "Each entry is of such a size that it loses \(share) of what the account is "
                + "worth when the price goes \(Self.inWords(distance)) against it; it takes no more "
                + "than position_size_pct per cent."
        case "allow": return "An entry for the other side turns a position around in one step."
        case "rank":
            return "\(Self.inWords(body.behind("rank "))) is kept with each entry, to sort them by."
        default: return body
        }
    }

    private static func entry(_ words: [String], _ body: String) -> String {
        let (head, condition) = body.cut(at: " when ")
        let tag = head.contains(" as ") ? ", as '\(words[3])'," : ""
        return "Enter \(words[1])\(tag) when \(inWords(condition))."
    }

    private static func leaving(_ words: [String], _ body: String) -> String {
        let position =
            switch words[1] {
            case "long", "short": "a \(words[1]) position"
            case "any": "any position"
            default: "a position that was entered as '\(words[1])'"
            }
        return "Leave \(position) when \(inWords(body.cut(at: " when ").1))."
    }

    private static func level(_ exit: PlanExit, _ body: String) -> String {
        var rest = body.cut(at: " ").1
        let position: String
        switch exit.scope {
        case .any:
            if rest.hasPrefix("any ") { rest = rest.behind("any ") }
            position = "a position"
        case .side(let side):
            rest = rest.cut(at: " ").1
            position = side == .long ? "a long position" : "a short position"
        case .tag(let tag):
            rest = rest.cut(at: " ").1
            position = "a position that was entered as '\(tag)'"
        }
        let place: String
        switch exit.level {
        case .distance, .percent: place = inWords(rest)
        case .price: place = inWords(rest.behind("at "))
        }
        switch (exit.kind, exit.level) {
        case (.trail, _):
            return "Trailing stop: leave \(position) when the price has come back \(place) from "
                + "its best since the entry."
        case (let kind, .price):
            let (way, other) = kind == .stop ? ("fallen", "risen") : ("risen", "fallen")
            let words =
                switch exit.scope {
                case .side(.long): "\(way) to \(place)"
                case .side(.short): "\(other) to \(place)"
                case .any, .tag: "\(way) to \(place), or in a short \(other) to it"
                }
            return "\(kind == .stop ? "Stop" : "Target"): leave \(position) when the price has "
                + "\(words); each close sets that price anew."
        case (let kind, _):
            return "\(kind == .stop ? "Stop" : "Target"): leave \(position) when the price is "
                + "\(place) \(kind == .stop ? "worse" : "better") than that of the entry."
        }
    }

    /// An expression with words for its signs; what it computes stays as written.
    private static func inWords(_ expression: String) -> String {
        var text = expression
        for (sign, word) in [
            (" <= ", " is at most "), (" >= ", " is at least "), (" < ", " is below "),
            (" > ", " is above "), (" == ", " is "), (" != ", " is not "),
        ] {
            text = text.split(separator: sign, omittingEmptySubsequences: false)
                .joined(separator: word)
        }
        return text.split(separator: "[1]", omittingEmptySubsequences: false)
            .joined(separator: " one bar before")
    }
}

extension String {
    /// Without blanks at its end.
    fileprivate var trimmed: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// What stands behind a word that it begins with.
    fileprivate func behind(_ start: String) -> String {
        hasPrefix(start) ? String(dropFirst(start.count)) : self
    }

    /// What stands before the first place of a text, and behind it; all and nothing without one.
    fileprivate func cut(at text: String) -> (String, String) {
        guard let range = firstRange(of: text) else { return (self, "") }
        return (String(self[..<range.lowerBound]), String(self[range.upperBound...]))
    }
}
