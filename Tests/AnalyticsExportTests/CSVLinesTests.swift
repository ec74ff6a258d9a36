import Testing

@testable import AnalyticsExport

/// Cells of CSV: what a reader takes apart again, and what a spreadsheet must not run.
struct CSVLinesTests {
    @Test(arguments: [
        ("plain", "plain"), ("", #""""#), ("a,b", #""a,b""#), (#"say "x""#, #""say ""x""""#),
        ("two\nlines", "\"two\nlines\""), ("cr\rhere", "\"cr\rhere\""), (" led", #"" led""#),
        ("=1+1", #""'=1+1""#), ("+1", #""'+1""#), ("-1", #""'-1""#), ("@x", #""'@x""#),
        ("\tx", "\"'\tx\""), ("\rx", "\"'\rx\""), ("\nx", "\"'\nx\""), ("'x", #""''x""#),
        ("＝1", #""'＝1""#), ("＋1", #""'＋1""#), ("－1", #""'－1""#), ("＠x", #""'＠x""#),
        ("a=1", "a=1"), ("ünïcödé 📈", #""ünïcödé 📈""#), ("｡x", "｡x"),
    ])
    func aTextIsACell(_ text: String, _ cell: String) {
        var output: [UInt8] = []
        CSVLines.appendCell(Array(text.utf8)[...], to: &output)
        #expect(String(decoding: output, as: UTF8.self) == cell)
    }

    @Test func numbersStayNumbersAndNothingStandsForNull() {
        let lines = CSVLines.lines(.failures([("=x", -1.5), ("", -0.0), ("m", 1e308)]))
        #expect(
            String(decoding: lines, as: UTF8.self) == """
                job,0,1970-01-01T00:00:00.000000Z,T,,no_data,"'=x",-1.5,0.0\r
                job,1,1970-01-01T00:00:00.000000Z,T,,no_data,"",-0.0,0.0\r
                job,2,1970-01-01T00:00:00.000000Z,T,,no_data,m,1e+308,0.0\r

                """)
    }

    @Test func theHeaderNamesTheColumns() {
        let header = String(decoding: CSVLines.header(ExportTable.events.columns), as: UTF8.self)
        #expect(header == "job_id,seq,at,type,ticker,record\r\n")
    }

    @Test func jsonStringsAreEscaped() {
        var output: [UInt8] = []
        NDJSONLines.appendString(Array("\"\\\n\u{1f}ä".utf8)[...], to: &output)
        #expect(String(decoding: output, as: UTF8.self) == #""\"\\\u000a\u001fä""#)
    }
}
