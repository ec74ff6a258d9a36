extension SQLiteSchema {
    /// Answers to what people ask of trades: which are good, and when.
    static let viewsOfTrades = [
        view("trades_by_sector", of: "sector"),
        // 0 is Sunday.
        view("trades_by_weekday", of: "CAST(strftime('%w', entry_date) AS INTEGER)", as: "weekday"),
        view("trades_by_month", of: "substr(entry_date, 1, 7)", as: "month"),
        view("trades_by_exit", of: "coalesce(exit, 'open')", as: "exit"),
        view(
            "trades_by_holding_time",
            of: """
                CASE WHEN bars_held < 2 THEN '0-1' WHEN bars_held < 6 THEN '2-5'
                    WHEN bars_held < 21 THEN '6-20' WHEN bars_held < 61 THEN '21-60' ELSE '61+' END
                """, as: "bars_held"),
        view(
            "trades_by_excursion",
            of: """
                CASE WHEN mae_pct > -1 THEN '0-1 %' WHEN mae_pct > -2 THEN '1-2 %'
                    WHEN mae_pct > -5 THEN '2-5 %' WHEN mae_pct > -10 THEN '5-10 %'
                    ELSE '10 % and more' END
                """, as: "against_it"),
    ]

    /// The trades of each scan by something, with what came of them.
    private static func view(
        _ name: String, of expression: String, as column: String? = nil
    ) -> View {
        View(
            name: name, tables: [.trades],
            query: """
                SELECT job_id, \(expression)\(column.map { " AS \($0)" } ?? ""),
                    count(*) AS trades, sum(pnl >= 0 AND exit IS NOT NULL) AS won,
                    sum(pnl < 0 AND exit IS NOT NULL) AS lost, total(pnl) AS pnl,
                    avg(return_pct) AS avg_return_pct, avg(bars_held) AS avg_bars_held,
                    avg(mae_pct) AS avg_mae_pct, avg(mfe_pct) AS avg_mfe_pct
                FROM trades GROUP BY 1, 2 ORDER BY 1, min(bars_held), 2
                """)
    }
}
