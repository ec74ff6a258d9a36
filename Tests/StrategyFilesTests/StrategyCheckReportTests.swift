import StrategyText
import Testing

@testable import StrategyFiles

@Suite(.timeLimit(.minutes(1)))
struct StrategyCheckReportTests {
    private func json(_ text: String) -> String {
        String(decoding: StrategyCheckReport(Array(text.utf8)).json, as: UTF8.self)
    }

    @Test func aRightTextTellsItsInputsColumnsRulesAndCost() {
        let text = """
            strategy "All kinds" language 1
            about "It has all."
            input n = 3 from 2 to 9, k = 1.5 "a factor"
            require n < 9 "short"
            b = bbands(close, n, k)
            two = 2 * n
            up = close > close[1]
            state s = 0 then s[1] + 1
            enter long when up and s > two "Up."
            stop at b.lower

            """
        #expect(
            json(text) == """
                {"ok":true,"language":1,\
                "sha256":"\(StrategyFile(name: "", text: Array(text.utf8)).digest)",\
                "title":"All kinds","about":"It has all.","problems":[],\
                "parameters":[{"name":"n","type":"integer","default":3,"minimum":2,"maximum":9,\
                "step":1,"summary":"n"},\
                {"name":"k","type":"number","default":1.5,"minimum":null,"maximum":null,\
                "step":null,"summary":"a factor"},\
                {"name":"position_size_pct","type":"number","default":95,"minimum":1,\
                "maximum":100,"step":1,\
                "summary":"Share of the cash that an entry takes, in per cent."}],\
                "columns":[{"name":"b","kind":"lines","lines":["lower","middle","upper"],\
                "is_state":false,"line":5,"first_index":2},\
                {"name":"two","kind":"number","lines":[],"is_state":false,"line":6,\
                "first_index":0},\
                {"name":"up","kind":"truth","lines":[],"is_state":false,"line":7,\
                "first_index":1},\
                {"name":"s","kind":"series","lines":[],"is_state":true,"line":8,\
                "first_index":0}],\
                "rules":[{"line":9,"statement":"enter long when up and s > two \\"Up.\\"",\
                "sentence":"Up."},\
                {"line":10,"statement":"stop at b.lower","sentence":"stop at b.lower"}],\
                "requirements":[{"line":4,"condition":"n < 9","reason":"short"}],\
                "bars_needed":4,\
                "cost":{"columns":10,"position_columns":0,"peak_columns":7,\
                "most_bars":500000000}}
                """)
    }

    @Test func aTextWithMistakesTellsThemAndNothingElse() {
        let text = "strategy \"x\" language 1\nenter long when clsoe > 1\n"
        #expect(
            json(text) == """
                {"ok":false,"language":1,\
                "sha256":"\(StrategyFile(name: "", text: Array(text.utf8)).digest)",\
                "title":null,"about":null,\
                "problems":[{"line":2,"column":17,"length":5,"severity":"error",\
                "code":"unknown_name",\
                "message":"nothing is called 'clsoe'; did you mean 'close'?",\
                "source_line":"enter long when clsoe > 1","caret":16}],\
                "parameters":[],"columns":[],"rules":[],"requirements":[],\
                "bars_needed":null,"cost":null}
                """)
    }

    @Test func aWarningIsAProblemOfARightText() {
        let report = StrategyCheckReport(
            Array("strategy \"x\" language 1\nenter long when true\n".utf8))
        #expect(report.isValid && report.errors == nil)
        #expect(report.problems.map(\.code) == [.neverLeft])
        #expect(report.rendered(file: "x").hasPrefix("x:2:1: warning: never_left: "))
    }

    @Test(arguments: [
        [UInt8](), [0xFF, 0xFE], Array(repeating: UInt8(ascii: "("), count: 65_536),
        Array(repeating: UInt8(ascii: "a"), count: 200_000),
    ])
    func anyBytesAreTold(text: [UInt8]) {
        let report = StrategyCheckReport(text)
        #expect(!report.isValid && !report.problems.isEmpty)
        #expect(report.json.last == UInt8(ascii: "}"))
    }

    @Test func theFileToBeginWithIsRightAndInTheForm() throws {
        for name in ["my_idea", "a", "___", "x9_"] {
            let text = StrategyTemplate.text(named: name)
            let report = StrategyCheckReport(text)
            #expect(report.isValid && report.problems.isEmpty, "\(report.rendered(file: name))")
            #expect(try Array(StrategyFormatter.formatted(utf8: text).utf8) == text)
        }
        let title = StrategyCheckReport(StrategyTemplate.text(named: "my_idea")).program?.title
        #expect(title == "My idea")
    }
}
