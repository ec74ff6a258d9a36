internal import Tapes
internal import JSONText
internal import ScanEvents

/// The forms of all records that this version writes; a test compares them with `Schemas/events`.
enum RecordForms {
    /// The form of a record, by its type.
    static func form(ofType type: ArraySlice<UInt8>) -> ObjectForm? {
        byType[String(decoding: type, as: UTF8.self)]
    }

    /// The forms by type.
    static let byType: [String: ObjectForm] = [
        "scan_requested": requested, "scan_started": started,
        "stock_completed": stockCompleted, "stock_failed": stockFailed,
        "stock_slow": stockSlow, "scan_resumed": resumed, "scan_paused": paused,
        "scan_interrupted": interrupted, "scan_cancelled": cancelled,
        "scan_failed": failed, "stock_left_out": stockLeftOut,
        "portfolio_valued": portfolioValued,
        "scan_completed": completed, "log_sealed": sealed,
    ]

    private static let codes = FailureCode.ofStocks.map(\.rawValue)
    /// The codes of failures.
    private static let code = TextForm.word(codes, isOpen: true)
    private static let leftOutCode = TextForm.word(["prices_changed"] + codes, isOpen: true)

    private static let requested = ObjectForm(
        [
            "seq": .integer(0...0), "at": .text(.time), "type": .text(.word(["scan_requested"])),
            "job_id": .text(.job), "schema": .positiveCount, "engine": .text(.engine),
            "request": .object(request), "stocks": .count, "universe_sha256": .text(.digest),
            "idempotency": .object(
                ObjectForm(["key": .text(.key), "request_sha256": .text(.digest)])),
        ], optional: ["idempotency"])

    private static let request = ObjectForm([
        "strategy": .text(.strategy), "parameters": .numbers,
        "start_date": .nullable(.text(.date)), "end_date": .nullable(.text(.date)),
        "interval": .text(
            .word([
                "1m", "2m", "5m", "15m", "30m", "1h", "90m", "1d", "5d", "1wk", "1mo", "3mo",
            ])), "cash": .number(.cash), "commission": .number(.fraction),
        "fills": .text(.word(["next_open", "close"])), "whole_units": .flag,
        "finalize_trades": .flag,
        "tickers": .nullable(.array(.text(.ticker), count: 1...Int.max)),
        "universe": .nullable(.text(.universe)), "source": .text(.source),
    ])

    private static let started = ObjectForm([
        "seq": .positiveCount, "at": .text(.time), "type": .text(.word(["scan_started"])),
        "tickers": .array(.text(.ticker), count: 0...Int.max),
    ])

    private static let stockCompleted = ObjectForm([
        "seq": .positiveCount, "at": .text(.time), "type": .text(.word(["stock_completed"])),
        "result": .object(result), "bars": .positiveCount, "first_date": .text(.date),
        "last_date": .text(.date), "bars_sha256": .text(.digest), "rows_read": .count,
        "rows_dropped": .count, "rows_outside_range": .count,
        "fetched_at": .nullable(.text(.time)), "seconds": .seconds, "elapsed": .seconds,
    ])

    private static let result = ObjectForm([
        "ticker": .text(.ticker), "sector": .nullable(.text(.notEmpty)), "pnl": .number,
        "return_pct": .number, "total_trades": .count, "winning_trades": .count,
        "losing_trades": .count, "open_trades": .integer(0...1), "rejected_orders": .count,
        "sharpe_ratio": .nullable(.number), "max_drawdown": .number(.notNegative),
        "gross_profit": .number(.notNegative), "gross_loss": .number(.notNegative),
        "exposure_pct": .number(.percent), "start_value": .number(.positive),
        "end_value": .number,
    ])

    private static let stockFailed = ObjectForm([
        "seq": .positiveCount, "at": .text(.time), "type": .text(.word(["stock_failed"])),
        "ticker": .text(.ticker), "sector": .nullable(.text(.notEmpty)), "code": .text(code),
        "message": .text(.notEmpty), "seconds": .seconds, "elapsed": .seconds,
    ])

    private static let stockSlow = ObjectForm([
        "seq": .positiveCount, "at": .text(.time), "type": .text(.word(["stock_slow"])),
        "ticker": .text(.ticker), "seconds": .seconds, "elapsed": .seconds,
    ])

    private static let stockLeftOut = ObjectForm([
        "seq": .positiveCount, "at": .text(.time), "type": .text(.word(["stock_left_out"])),
        "ticker": .text(.ticker), "code": .text(leftOutCode), "message": .text(.notEmpty),
        "elapsed": .seconds,
    ])

    private static let resumed = ObjectForm([
        "seq": .positiveCount, "at": .text(.time), "type": .text(.word(["scan_resumed"])),
        "remaining": .count, "elapsed": .seconds,
    ])

    private static let paused = ObjectForm([
        "seq": .positiveCount, "at": .text(.time), "type": .text(.word(["scan_paused"])),
        "code": .text(code), "message": .text(.notEmpty), "seconds": .seconds,
        "elapsed": .seconds,
    ])

    private static let interrupted = ObjectForm([
        "seq": .positiveCount, "at": .text(.time), "type": .text(.word(["scan_interrupted"])),
        "code": .text(code), "message": .text(.notEmpty), "elapsed": .seconds,
    ])

    private static let cancelled = ObjectForm([
        "seq": .positiveCount, "at": .text(.time), "type": .text(.word(["scan_cancelled"])),
        "elapsed": .seconds,
    ])

    private static let failed = ObjectForm([
        "seq": .positiveCount, "at": .text(.time), "type": .text(.word(["scan_failed"])),
        "code": .text(code), "message": .text(.notEmpty), "elapsed": .seconds,
    ])

    private static let portfolioValued = ObjectForm([
        "seq": .positiveCount, "at": .text(.time), "type": .text(.word(["portfolio_valued"])),
        "stocks": .positiveCount,
        "statistics": .object(
            ObjectForm([
                "return_pct": .nullable(.number), "annual_return_pct": .nullable(.number),
                "annual_volatility_pct": .nullable(.number(.notNegative)),
                "sharpe_ratio": .nullable(.number),
                "max_drawdown": .nullable(.number(.notNegative)),
            ])), "points": .positiveCount, "offset": .count,
        "times": .array(.text(.barTime), count: 1...1_450),
        "values": .array(.number, count: 1...1_450),
    ])

    private static let completed = ObjectForm([
        "seq": .positiveCount, "at": .text(.time), "type": .text(.word(["scan_completed"])),
        "successful": .count, "failed": .count, "elapsed": .seconds,
    ])

    private static let sealed = ObjectForm([
        "seq": .positiveCount, "at": .text(.time), "type": .text(.word(["log_sealed"])),
        "count": .positiveCount, "root": .text(.digest),
    ])
}
