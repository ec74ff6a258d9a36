internal import JSONText
internal import ScanEvents

/// What is compared, as names and JSON texts.
extension ScanDifference {
    static let textName = "strategy_text"

    static func members(of strategy: RecordedStrategy?) -> Members {
        guard let strategy else { return [] }
        return [
            ("strategy_language", "\(strategy.language)"),
            ("strategy_sha256", text(strategy.digest)),
            (textName, text(String(decoding: strategy.text, as: UTF8.self))),
        ]
    }

    static func members(of request: ScanRequest?) -> Members {
        guard let request else { return [] }
        var json = JSONWriter()
        request.write(to: &json)
        return members(of: json.bytes, prefix: "")
    }

    static func members(of sweep: SweepSummary?) -> Members {
        guard let sweep else { return [] }
        var json = JSONWriter()
        sweep.terms.write(to: &json)
        let terms = members(of: json.bytes, prefix: "sweep.") + [("sets", "\(sweep.count)")]
        guard let judged = sweep.judged else { return terms }
        let judgement = JSONWriter.object { judged.writeMembers(to: &$0) }
        return terms
            + members(of: judgement, prefix: "judgement.").filter {
                // The same set may have another place.
                !["judgement.elapsed", "judgement.best"].contains($0.name)
            } + [("judgement.best", text(judged.best.map(sweep.name(ofPlace:)) ?? "none"))]
    }

    static func members(of outcome: ScanSummary.Outcome?) -> Members {
        switch outcome {
        case nil: return []
        case .result(let result, let digest):
            var json = JSONWriter()
            result.write(to: &json)
            return [("bars_sha256", text(digest))]
                + members(of: json.bytes, prefix: "").filter { $0.name != "ticker" }
        case .trials(let digest): return [("bars_sha256", text(digest))]
        case .failure(let code, let message):
            return [("failure", text(code)), ("message", text(message))]
        }
    }

    /// The members of an object, those of objects in it with their names joined by dots.
    static func members(of object: [UInt8], prefix: String) -> Members {
        var members: Members = []
        var scanner = JSONScanner(object)
        // What this program has written itself is sound.
        try? scanner.object { name, scanner throws(JSONError) in
            let isObject = scanner.peek() == UInt8(ascii: "{")
            let value = Array(object[try scanner.skip()])
            if isObject {
                members += Self.members(of: value, prefix: prefix + name + ".")
            } else {
                members.append((prefix + name, String(decoding: value, as: UTF8.self)))
            }
        }
        return members
    }

    static func text(_ string: String) -> String {
        var json = JSONWriter()
        json.value(string)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
