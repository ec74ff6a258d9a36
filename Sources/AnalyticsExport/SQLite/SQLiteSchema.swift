/// The tables, indices and views of an export's database.
enum SQLiteSchema {
    /// "TAPE", in the header of the file, by which `file` and other tools tell what it is.
    static let applicationID = 0x5441_5045
    /// What the file of any SQLite database begins with.
    static let magic = Array("SQLite format 3\0".utf8)

    /// Whether a table, an index or a view of that name is one that an export has.
    static func isOwn(_ name: String) -> Bool {
        ownNames.contains(name) || name.hasPrefix("sqlite_")
    }

    private static let ownNames = Set(
        ["metadata"] + ExportTable.allCases.map(\.rawValue) + views.map(\.name)
            + ExportTable.allCases.flatMap { table in
                indexed(table).map { indexName(table, $0) }
            })

    /// The statement that makes a table; `isStrict` where this SQLite knows strict ones (3.37).
    static func create(_ shape: TableShape, isStrict: Bool) -> String {
        let table = shape.table
        var lines = shape.columns.map { "    " + $0.definition }
        switch table {
        case .scans:
            lines.append("    PRIMARY KEY (job_id)")
        case .stocks, .failures:
            lines.append("    PRIMARY KEY (job_id, seq)")
            lines.append("    UNIQUE (job_id, ticker)")
            lines.append("    FOREIGN KEY (job_id) REFERENCES scans (job_id)")
        case .signals:
            lines.append("    PRIMARY KEY (job_id, ticker)")
            lines.append("    FOREIGN KEY (job_id) REFERENCES scans (job_id)")
        case .sets:
            lines.append("    PRIMARY KEY (job_id, \"set\")")
            lines.append("    FOREIGN KEY (job_id) REFERENCES scans (job_id)")
        case .trials:
            lines.append("    PRIMARY KEY (job_id, ticker, \"set\")")
            lines.append("    FOREIGN KEY (job_id) REFERENCES scans (job_id)")
        case .trades:
            lines.append("    PRIMARY KEY (job_id, seq, number)")
            lines.append("    FOREIGN KEY (job_id) REFERENCES scans (job_id)")
        case .events:
            lines.append("    PRIMARY KEY (job_id, seq)")
            lines.append("    FOREIGN KEY (job_id) REFERENCES scans (job_id)")
        }
        return "CREATE TABLE \(table.rawValue) (\n" + lines.joined(separator: ",\n") + "\n) "
            + (isStrict ? "STRICT, " : "") + "WITHOUT ROWID"
    }

    /// The statement that inserts a row of a table.
    static func insert(_ shape: TableShape) -> String {
        let places = shape.columns.map { _ in "?" }.joined(separator: ", ")
        return "INSERT INTO \(shape.table.rawValue) VALUES (\(places))"
    }

    /// The statements that make a table's indices, once its rows are there.
    static func indices(_ table: ExportTable) -> [String] {
        indexed(table).map {
            "CREATE INDEX \(indexName(table, $0)) ON \(table.rawValue) (\($0))"
        }
    }

    private static func indexed(_ table: ExportTable) -> [String] {
        switch table {
        case .scans: ["strategy", "requested_at"]
        case .stocks: ["ticker", "sector"]
        case .failures: ["ticker", "code"]
        case .trades: ["ticker", "entry_date"]
        case .signals: ["ticker"]
        case .sets: ["sharpe_ratio"]
        case .trials: []
        case .events: ["type", "ticker"]
        }
    }

    private static func indexName(_ table: ExportTable, _ column: String) -> String {
        "\(table.rawValue)_by_\(column)"
    }

    /// A view and the tables that it looks at.
    struct View {
        let name: String
        let tables: Set<ExportTable>
        let query: String
    }

    /// Answers to what people ask.
    static let views =
        [
            View(
                name: "stock_history", tables: [.stocks],
                query: """
                    SELECT k.ticker, k.sector, count(*) AS scans, sum(k.pnl > 0) AS won,
                        sum(k.pnl < 0) AS lost, total(k.pnl) AS pnl, avg(k.pnl) AS avg_pnl,
                        min(k.pnl) AS worst_pnl, max(k.pnl) AS best_pnl,
                        avg(k.return_pct) AS avg_return_pct, sum(k.total_trades) AS trades
                    FROM stocks k GROUP BY k.ticker
                    """),
            View(
                name: "losers_in_every_scan", tables: [.scans, .stocks],
                query: """
                    SELECT k.ticker, k.sector, count(*) AS scans, total(k.pnl) AS pnl,
                        max(k.pnl) AS best_pnl, min(k.pnl) AS worst_pnl
                    FROM stocks k JOIN scans s USING (job_id)
                    WHERE s.state = 'completed' GROUP BY k.ticker
                    HAVING max(k.pnl) < 0
                        AND count(*) = (SELECT count(*) FROM scans WHERE state = 'completed')
                    ORDER BY pnl
                    """),
            View(
                name: "best_stocks", tables: [.stocks],
                query: """
                    SELECT ticker, sector, scans, won, lost, pnl, avg_return_pct FROM stock_history
                    ORDER BY avg_return_pct DESC
                    """),
            View(
                name: "failure_causes", tables: [.failures],
                query: """
                    SELECT code, count(*) AS failures, count(DISTINCT job_id) AS scans,
                        count(DISTINCT ticker) AS tickers, min(message) AS example
                    FROM failures GROUP BY code ORDER BY failures DESC, code
                    """),
            View(
                name: "progress", tables: [.scans, .stocks, .failures],
                query: """
                    SELECT job_id, seq, at, ticker, elapsed,
                        row_number() OVER scan AS done,
                        total, round(100.0 * row_number() OVER scan / total, 1) AS progress_pct,
                        round(sum(pnl) OVER scan, 2) AS pnl,
                        sum(failed) OVER scan AS failed
                    FROM (
                        SELECT job_id, seq, at, ticker, elapsed, pnl, 0 AS failed FROM stocks
                        UNION ALL
                        SELECT job_id, seq, at, ticker, elapsed, 0.0, 1 FROM failures
                    ) JOIN (SELECT job_id, total FROM scans) USING (job_id)
                    WINDOW scan AS (PARTITION BY job_id ORDER BY seq)
                    """),
            View(
                name: "strategies", tables: [.scans],
                query: """
                    SELECT strategy, count(*) AS scans, avg(return_pct) AS avg_return_pct,
                        avg(win_rate) AS avg_win_rate, total(total_pnl) AS total_pnl,
                        min(total_pnl) AS worst_pnl, max(total_pnl) AS best_pnl
                    FROM scans WHERE state = 'completed' GROUP BY strategy ORDER BY avg_return_pct DESC
                    """),
            View(
                name: "sectors", tables: [.scans, .stocks],
                query: """
                    SELECT s.strategy, k.sector, count(*) AS results, total(k.pnl) AS pnl,
                        avg(k.return_pct) AS avg_return_pct, sum(k.pnl < 0) AS lost
                    FROM stocks k JOIN scans s USING (job_id) GROUP BY s.strategy, k.sector
                    """),
        ] + viewsOfTrades
}

extension Column {
    /// The column in a `CREATE TABLE`.
    fileprivate var definition: String {
        let type =
            switch kind {
            case .integer, .flag: "INTEGER"
            case .number: "REAL"
            case .text, .json, .date, .time: "TEXT"
            }
        // An input may be called as a word of SQL is, and so is `set`.
        return "\"\(name)\" \(type)" + (isNullable ? "" : " NOT NULL")
            + (kind == .flag ? " CHECK (\"\(name)\" IN (0, 1))" : "")
    }
}
