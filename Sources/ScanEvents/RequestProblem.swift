/// What is wrong with one field of a request, in a bounded number of bytes whatever was sent.
package struct RequestProblem: Error, Equatable, Sendable {
    /// The most bytes of a pointer; of a longer one there is the beginning.
    private static let maxPointerBytes = 200
    /// The most bytes of a detail; of a longer one there is the beginning.
    private static let maxDetailBytes = 1_000

    /// The field as a JSON pointer (RFC 6901), empty for the whole request.
    package let pointer: String
    /// What is wrong and what would be right.
    package let detail: String
    /// Where it is in the text that the field holds; nil where the field is no such text.
    package let mistake: TextMistake?

    /// Notes a problem with the field at `pointer`.
    package init(pointer: String, detail: String) {
        self.pointer = pointer.cut(toBytes: Self.maxPointerBytes)
        self.detail = detail.cut(toBytes: Self.maxDetailBytes)
        mistake = nil
    }

    /// Notes a mistake of the text at `pointer`.
    package init(pointer: String, _ mistake: TextMistake) {
        self.pointer = pointer.cut(toBytes: Self.maxPointerBytes)
        detail = "\(mistake.line):\(mistake.column): \(mistake.message)"
            .cut(toBytes: Self.maxDetailBytes)
        self.mistake = mistake
    }

    /// Notes a parameter of a query that there is not: a slip of the pen would be passed over in
    /// silence else.
    package init(unknownParameter name: some StringProtocol, known: [String]) {
        let list = known.dropLast().joined(separator: ", ")
        let names = list.isEmpty ? known.joined() : "\(list) and \(known.last ?? "")"
        self.init(
            pointer: "/\(name.prefix(32))",
            detail: "there is no parameter \"\(name.prefix(32))\"; there "
                + (list.isEmpty ? "is" : "are") + " \(names)")
    }
}

/// A mistake of a text with its place, for an editor to show it there.
package struct TextMistake: Equatable, Sendable {
    /// The line, counted from 1.
    package let line: Int
    /// The column, counted in characters from 1.
    package let column: Int
    /// How many characters are meant.
    package let length: Int
    /// What kind of mistake it is, for programs.
    package let code: String
    /// What is wrong, and what to write instead.
    package let message: String

    /// Joins its parts.
    package init(line: Int, column: Int, length: Int, code: String, message: String) {
        self.line = line
        self.column = column
        self.length = length
        self.code = code
        self.message = message
    }
}

/// All that is wrong with a request.
package struct InvalidRequest: Error, Equatable, Sendable, CustomStringConvertible {
    /// The problems, at least one.
    package let problems: [RequestProblem]

    /// Collects the problems of a request.
    package init(_ problems: [RequestProblem]) {
        self.problems = problems
    }

    package var description: String {
        problems.map { $0.pointer.isEmpty ? $0.detail : "\($0.pointer): \($0.detail)" }
            .joined(separator: "; ")
    }
}

/// The problems of a request as they are found: the first twenty, since a client that has mended
/// those may ask again, and an answer must not grow with what was sent.
package struct RequestProblems: Sendable {
    /// How many are kept.
    package static let most = 20

    /// The problems so far.
    package private(set) var all: [RequestProblem] = []

    /// Makes an empty collection.
    package init() {}

    /// Whether nothing was found.
    package var isEmpty: Bool { all.isEmpty }

    /// Whether no more are kept, so that one need not look for them.
    package var isFull: Bool { all.count >= Self.most }

    /// Notes a problem, if there is room.
    package mutating func note(_ pointer: String, _ detail: String) {
        note(RequestProblem(pointer: pointer, detail: detail))
    }

    /// Takes a problem, if there is room.
    package mutating func note(_ problem: RequestProblem) {
        if !isFull { all.append(problem) }
    }

    /// Notes a problem unless one of the same field is known.
    package mutating func noteOnce(_ pointer: String, _ detail: String) {
        let problem = RequestProblem(pointer: pointer, detail: detail)
        guard !isFull, !all.contains(where: { $0.pointer == problem.pointer }) else { return }
        all.append(problem)
    }
}

extension StringProtocol {
    /// The text if it has at most so many bytes, else its beginning and an ellipsis: for messages
    /// that say again what was sent.
    package func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return String(self) }
        var end = utf8.index(utf8.startIndex, offsetBy: limit)
        // Not within a character.
        while end > utf8.startIndex, utf8[end] & 0xc0 == 0x80 {
            end = utf8.index(end, offsetBy: -1)
        }
        return String(self[..<end]) + "…"
    }
}
