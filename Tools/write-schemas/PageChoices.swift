import AnalyticsExport
import JSONText
import ScanEvents

/// What the page offers to choose from, as a module of it.
enum PageChoices {
    /// The whole file.
    static var text: String {
        let sources = PriceSourceKind.allCases.compactMap { kind in
            kind.title.map { (kind.rawValue, $0) }
        }
        let formats = ExportFormat.all.map { ($0.name, $0.title) }
        return """
            // What the page offers. Written by Tools/write-schemas from what the program has.

            /** Price sources that need no more than their name. */
            export const SOURCES = \(list(sources));

            /** Files of a result. */
            export const FORMATS = \(list(formats));

            """
    }

    private static func list(_ pairs: [(name: String, title: String)]) -> String {
        let rows = pairs.map { "    [\(quoted($0.name)), \(quoted($0.title))],\n" }
        return "[\n\(rows.joined())]"
    }

    private static func quoted(_ text: String) -> String {
        var json = JSONWriter()
        json.value(text)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
