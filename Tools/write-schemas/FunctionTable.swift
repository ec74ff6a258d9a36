import Indicators

/// The table of functions in the text of the language, from the catalogue.
enum FunctionTable {
    private static let begin = "<!-- functions: written by write-schemas -->\n"
    private static let end = "<!-- end of functions -->\n"

    /// The text with the table between its two marks.
    static func written(into text: String) -> String {
        guard let first = text.firstRange(of: begin), let last = text.firstRange(of: end) else {
            fatalError("the text of the language has no place for its functions")
        }
        return String(text[..<first.upperBound]) + table + String(text[last.lowerBound...])
    }

    private static var table: String {
        "\n|call|lines|first|rule|\n|-|-|-|-|\n"
            + IndicatorCatalogue.language1.map(row).joined() + "\n"
    }

    private static func row(_ function: IndicatorFunction) -> String {
        let names = function.arguments.map { argument in
            switch argument {
            case .series(let name), .truth(let name), .length(let name, _), .number(let name): name
            }
        }
        let lines = function.lines.isEmpty ? "" : "`\(function.lines.joined(separator: " "))`"
        return "|`\(function.name)(\(names.joined(separator: ", ")))`|\(lines)|"
            + "\(function.firstIndex(samples(function)))|"
            + "\(function.rule.replacing("|", with: "\\|"))|\n"
    }

    /// Lengths and numbers to tell a first index for: lengths of 10, 20, 5, 3 and so on, numbers
    /// of 2.
    private static func samples(_ function: IndicatorFunction) -> [Double] {
        var lengths = [10.0, 20, 5, 3, 4, 6, 7, 8].makeIterator()
        return function.arguments.compactMap { argument in
            switch argument {
            case .length: lengths.next() ?? 9
            case .number: 2
            case .series, .truth: nil
            }
        }
    }
}
