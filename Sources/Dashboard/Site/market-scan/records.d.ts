/** The records of a tape. Written by Tools/write-schemas from their forms. */

/**
 * Kind of failure: unknown_ticker, the source has no such ticker; no_data, it has no bars in the
 * range; insufficient_bars, fewer than the strategy needs before its first decision; too_costly,
 * the strategy takes more memory on its bars, or computes more on them, than it may; bad_data, the
 * bars make no sense; rate_limited, the source refuses more requests for now; timeout, it took
 * longer than allowed; internal, a fault of the program or the machine.
 */
export type FailureCode =
    | "unknown_ticker"
    | "no_data"
    | "insufficient_bars"
    | "too_costly"
    | "bad_data"
    | "rate_limited"
    | "timeout"
    | "internal";

/** A request as a client sends it: what is left out or null has its default. */
export interface ScanRequest {
    strategy: string;
    parameters?: Record<string, number> | null;
    start_date?: string | null;
    end_date?: string | null;
    trade_from?: string | null;
    interval?: string | null;
    cash?: number | null;
    commission?: number | null;
    slippage?: number | null;
    slippage_per_share?: number | null;
    fixed_fee?: number | null;
    fee_per_share?: number | null;
    min_fee?: number | null;
    borrow_rate?: number | null;
    cash_rate?: number | null;
    fills?: "next_open" | "close" | null;
    whole_units?: boolean | null;
    finalize_trades?: boolean | null;
    stop_at_ruin?: boolean | null;
    trades?: boolean | null;
    tickers?: string[] | null;
    universe?: string | null;
    source?: string | null;
    benchmark?: string | null;
    include_open?: boolean | null;
}

/** The client's name for its request, and the request's digest. */
export interface Idempotency {
    key: string;
    request_sha256: string;
}

/** A request, every default filled in; it names either tickers or a universe. */
export interface RecordedRequest {
    strategy: string;
    /** The number of each parameter of the strategy, by name. */
    parameters: Record<string, number>;
    /** First day, inclusive; null for no limit. */
    start_date: string | null;
    /** Last day, inclusive; null for no limit. */
    end_date: string | null;
    /**
     * Day on which trading and all figures begin: the bars before it only warm up. Left out where
     * they begin with the first bar.
     */
    trade_from?: string;
    interval: string;
    /** Cash to start with on each stock, in the currency of the prices. */
    cash: number;
    /** The broker's charge per side, as a fraction of the traded value; 0.001 is 0.1 %. */
    commission: number;
    /**
     * How much worse than its price every order fills, as a fraction of the price. Left out where
     * it is 0.
     */
    slippage?: number;
    /** How much worse every order fills besides, in money a share. Left out where it is 0. */
    slippage_per_share?: number;
    /** The charge for an order that fills, in money. Left out where it is 0. */
    fixed_fee?: number;
    /** The charge for each share of an order, in money. Left out where it is 0. */
    fee_per_share?: number;
    /** The least that an order that fills is charged in all, in money. Left out where it is 0. */
    min_fee?: number;
    /**
     * What borrowing the shares of a short position costs a year of 365 days, as a fraction of
     * their value at its entry. Left out where it is 0.
     */
    borrow_rate?: number;
    /** What cash earns a year of 365 days, as a fraction. Left out where it is 0. */
    cash_rate?: number;
    /** What price fills an order: the next bar's open, or the close that it was given at. */
    fills: "next_open" | "close";
    /** Whether only whole shares are traded. */
    whole_units: boolean;
    /**
     * Whether a position that is open at the end is closed: at the last bar's open, or at its close
     * where fills is close.
     */
    finalize_trades: boolean;
    /** Whether a run ends where its account is worth nothing. Left out where it does not. */
    stop_at_ruin?: boolean;
    /** Whether every trade is recorded. Left out where none is, and on tapes of before. */
    trades?: boolean;
    /** The stocks asked for; null for all of the universe. */
    tickers: string[] | null;
    /**
     * A set of stocks: sp500; bundled; all, those of the source; file: and the absolute path of a
     * list. Null where tickers are given.
     */
    universe: string | null;
    /**
     * Where the prices come from, with its options: bundled?delay=20ms, yahoo?adjusted=false, or
     * csv: and the absolute path of a file or folder, such as csv:/prices?adjusted=true.
     */
    source: string;
    /**
     * Ticker, of the same source, of what results are compared with and of what the strategy reads
     * as benchmark. Left out where each stock is compared with itself.
     */
    benchmark?: string;
    /**
     * Whether the bar of a session that has not ended is taken as it stands. Left out where it is
     * not.
     */
    include_open?: boolean;
}

/** The bars that a result rests on. */
export interface PriceRecord {
    /** How many bars the result rests on. */
    bars: number;
    /** Day of the first bar. */
    first_date: string;
    /** Day of the last bar. */
    last_date: string;
    /**
     * SHA-256 of the bars in order, 44 bytes each, little-endian: day as a signed 32-bit number of
     * days since 1970-01-01, then open, high, low, close and volume as IEEE 754 binary64. A bar
     * shorter than a day takes 46: the minute of the day, a signed 16-bit number, follows the day.
     */
    bars_sha256: string;
    /** Rows that the source has of the stock, those outside the days asked for included. */
    rows_read: number;
    /** Rows left out because a price is missing or a time comes twice. */
    rows_dropped: number;
    /** Rows kept although open or close lies outside low to high. */
    rows_outside_range: number;
    /** Bars left out because their session had not ended. Left out where there are none. */
    rows_open?: number;
    /** When a server gave the prices; null for prices from a file. */
    fetched_at: string | null;
}

/** A rule of the strategy, and what came of it. */
export interface RuleCount {
    /** Line of the strategy's text, from 1. */
    line: number;
    /** The rule in words, or the beginning of them. */
    sentence: string;
    /** Bars at whose close it was true, from the first decision on. */
    bars_true: number;
    /** Orders that it gave. */
    orders: number;
}

/**
 * What the cash would have earned in the stock, or in the benchmark that the request names, bought
 * in fractions at the close of the first bar that counts and held without costs, and the backtest
 * against that; null where a figure does not exist.
 */
export interface StockBenchmark {
    /** What holding would have earned, in per cent of the cash. */
    return_pct: number | null;
    /** The return less that of the benchmark, in percentage points. */
    excess_return_pct: number | null;
    /**
     * Jensen's alpha, (1 + mean(r - beta * b))^N - 1, in per cent: r and b are the returns, N the
     * periods in a year, as of the Sharpe ratio.
     */
    alpha_pct: number | null;
    /** Covariance of the returns with the benchmark's, over the variance of the latter. */
    beta: number | null;
    /**
     * Sample standard deviation of r - b, the differences between the returns, times √N, in per
     * cent.
     */
    tracking_error_pct: number | null;
    /** Mean of r - b over their sample standard deviation, times √N. */
    information_ratio: number | null;
    /**
     * Geometric return of a year in the periods in which the benchmark rose, over that of the
     * benchmark in them.
     */
    up_capture: number | null;
    /** The same of the periods in which it fell. */
    down_capture: number | null;
}

/** What a backtest made of one stock. Amounts are in the currency of the prices. */
export interface StockResult {
    ticker: string;
    sector: string | null;
    /** Profit or loss: end_value less start_value, an open position at the last close. */
    pnl: number;
    /** pnl in per cent of start_value. */
    return_pct: number;
    /** Positions opened, the one still open included. */
    total_trades: number;
    /** Closed positions with a net profit of zero or more. */
    winning_trades: number;
    /** Closed positions with a net loss. */
    losing_trades: number;
    /** Positions still open at the end. */
    open_trades: number;
    /** Orders that the broker refused for want of cash. */
    rejected_orders: number;
    /**
     * Mean over population standard deviation of the returns of the periods, annualised, risk-free
     * rate 0: times √252 for days on which stocks trade, √365 for days that include weekends, √52,
     * √12, √4 or 1 for bars of weeks, months, quarters or years; bars within days count by their
     * days; null where that does not exist.
     */
    sharpe_ratio: number | null;
    /**
     * Deepest fall of the daily values below their running peak, in per cent of the peak; 100 or
     * more where the account was ruined, above 100 where it was in debt.
     */
    max_drawdown: number;
    /** Sum of the net profits of the closed positions that were won. */
    gross_profit: number;
    /** Sum of the net losses of the closed positions that were lost, as a positive number. */
    gross_loss: number;
    /**
     * Bars during which there was a position, in per cent of all; the bars of entry and of exit
     * count whole, and so do those of a position that is still open.
     */
    exposure_pct: number;
    /** Cash at the start. */
    start_value: number;
    /** Cash and position at the last close. */
    end_value: number;
    benchmark?: StockBenchmark;
}

/** Figures of the whole curve, the same in each part; null where one does not exist. */
export interface PortfolioStatistics {
    /** Last value less start value, in per cent of the start value. */
    return_pct: number | null;
    /** Geometric mean return of a year, in per cent. */
    annual_return_pct: number | null;
    /** Standard deviation of the returns, of a year, in per cent. */
    annual_volatility_pct: number | null;
    /**
     * Mean over population standard deviation of the returns of the periods, annualised, risk-free
     * rate 0: times √252 for days on which stocks trade, √365 for days that include weekends, √52,
     * √12, √4 or 1 for bars of weeks, months, quarters or years; bars within days count by their
     * days.
     */
    sharpe_ratio: number | null;
    /** Deepest fall below a running peak, in per cent of the peak. */
    max_drawdown: number | null;
}

/**
 * Figures of the whole curve of holding the same stocks, or the benchmark that the request names,
 * and of the portfolio against it, the same in each part; null where one does not exist.
 */
export interface PortfolioBenchmark {
    /** Last value less start value, in per cent of the start value. */
    return_pct: number | null;
    /** Geometric mean return of a year, in per cent. */
    annual_return_pct: number | null;
    /** Standard deviation of the returns, of a year, in per cent. */
    annual_volatility_pct: number | null;
    /**
     * Mean over population standard deviation of the returns of the periods, annualised, risk-free
     * rate 0: times √252 for days on which stocks trade, √365 for days that include weekends, √52,
     * √12, √4 or 1 for bars of weeks, months, quarters or years; bars within days count by their
     * days.
     */
    sharpe_ratio: number | null;
    /** Deepest fall below a running peak, in per cent of the peak. */
    max_drawdown: number | null;
    /** The return less that of the benchmark, in percentage points. */
    excess_return_pct: number | null;
    /**
     * Jensen's alpha, (1 + mean(r - beta * b))^N - 1, in per cent: r and b are the returns, N the
     * periods in a year, as of the Sharpe ratio.
     */
    alpha_pct: number | null;
    /** Covariance of the returns with the benchmark's, over the variance of the latter. */
    beta: number | null;
    /**
     * Sample standard deviation of r - b, the differences between the returns, times √N, in per
     * cent.
     */
    tracking_error_pct: number | null;
    /** Mean of r - b over their sample standard deviation, times √N. */
    information_ratio: number | null;
    /**
     * Geometric return of a year in the periods in which the benchmark rose, over that of the
     * benchmark in them.
     */
    up_capture: number | null;
    /** The same of the periods in which it fell. */
    down_capture: number | null;
}

/** Which sets of parameters are tried, as they were asked for, and how they are judged. */
export interface SweepTerms {
    /** The inputs that are varied: NAME=a..b:step, NAME=a..b or NAME=v1,v2. */
    grid: string[];
    /** How many sets are drawn at random. Left out where all are tried. */
    random?: number;
    /** What they are drawn with. */
    seed?: number;
    /** What the inputs of a set must meet together. */
    where: string[];
    /** The figure by which the best set is found. */
    objective: "sharpe_ratio" | "return_pct" | "max_drawdown" | "trades" | "exposure_pct" | "gained_pct" | "median_return_pct" | "excess_return_pct";
    /** Lengths of the windows to choose in and to measure in. Left out where there are none. */
    walk_forward?: string;
}

/** A window: where a set was chosen, and what it made of the days behind. */
export interface SweepWindow {
    /** First day of choosing. */
    train_from: string;
    /** First day of measuring. */
    test_from: string;
    /** Last day of measuring. */
    test_to: string;
    /** Place of the chosen set. */
    set: number | null;
    /** Its objective where it was chosen. */
    train: number | null;
    /** Its objective where it was measured. */
    test: number | null;
}

interface RecordHead {
    /** Sequence number of the record: from 0, without gaps. */
    seq: number;
    /** When the record was written, UTC with microseconds. */
    at: string;
}

/** A scan was asked for. Always the first record of a tape. */
export interface ScanRequestedRecord extends RecordHead {
    type: "scan_requested";
    job_id: string;
    /** Version of the records' form. */
    schema: number;
    engine: string;
    request: RecordedRequest;
    /** How many stocks are to be scanned. */
    stocks: number;
    /** SHA-256 of their tickers in order, each followed by a line feed. */
    universe_sha256: string;
    price_adjustment?: string;
    idempotency?: Idempotency;
}

/**
 * The text of the scan's strategy, or a part of it. Comes right after scan_requested. A long text
 * is cut into several records, in order; together they are the whole.
 */
export interface StrategyRecordedRecord extends RecordHead {
    type: "strategy_recorded";
    /** Version of the strategies' language. */
    language: number;
    /** SHA-256 of the whole text in UTF-8. */
    sha256: string;
    /** How many bytes the whole text has in UTF-8. */
    bytes: number;
    /** How many bytes of it come before this part. */
    offset: number;
    /** This part of the text. */
    text: string;
}

/** The stocks are known and the work begins. */
export interface ScanStartedRecord extends RecordHead {
    type: "scan_started";
    /** The stocks, in the order in which they are scanned. */
    tickers: string[];
    benchmark?: PriceRecord;
}

/**
 * The trades of a stock, or a part of them, in the order of their entries; only what cannot be
 * derived. All lists have one element a trade. Comes right before the stock's stock_completed, and
 * counts only with it. A long list is cut into several records, in order; one with offset 0 starts
 * it afresh.
 */
export interface StockTradedRecord extends RecordHead {
    type: "stock_traded";
    ticker: string;
    /** How many trades the stock has in all parts. */
    trades: number;
    /** How many trades come before the first of this part. */
    offset: number;
    /**
     * Bars from the exit of the trade before to the entry; of the stock's first trade from its
     * first bar.
     */
    bars_before: number[];
    /** Bars from the entry to the exit, or to the last bar. */
    bars_held: number[];
    /** Whether times are minutes. Left out for days, of bars of a day and longer. */
    minutes?: boolean;
    /**
     * Days or minutes from the exit of the trade before to the entry; of the first trade of each
     * record from 0001-01-01, in the proleptic Gregorian calendar.
     */
    times_before: number[];
    /** Days or minutes from the entry to the exit, or to the last bar. */
    times_held: number[];
    /** Lines of the strategy's text with the rules that entered, from 1. */
    entry_lines: number[];
    /**
     * Why each was left: a rule, a stop, a target, a trail, the end of the bars, the ruin of the
     * account; null of a trade that is open.
     */
    exits: (string | null)[];
    /** Lines with the rules that left; null where no rule did. */
    exit_lines: (number | null)[];
    /** Shares, negative when short. */
    sizes: number[];
    /** Prices of the entries, slippage included. */
    entry_prices: number[];
    /** Prices of the exits, slippage included; null of a trade that is open. */
    exit_prices: (number | null)[];
    /** Lowest prices while they were held, those of entry and exit included. */
    lows: number[];
    /** Highest prices while they were held, those of entry and exit included. */
    highs: number[];
    /** What the orders of each were charged. Left out where none was charged anything. */
    commissions?: number[];
    /** What borrowing the shares of each cost. Left out where none cost anything. */
    borrow_costs?: number[];
    /** The last close, at which the open trade is valued. Left out where none is open. */
    last_close?: number;
}

/** A stock was backtested. */
export interface StockCompletedRecord extends RecordHead {
    type: "stock_completed";
    result: StockResult;
    /** How many bars the result rests on. */
    bars: number;
    /** Day of the first bar. */
    first_date: string;
    /** Day of the last bar. */
    last_date: string;
    /**
     * SHA-256 of the bars in order, 44 bytes each, little-endian: day as a signed 32-bit number of
     * days since 1970-01-01, then open, high, low, close and volume as IEEE 754 binary64. A bar
     * shorter than a day takes 46: the minute of the day, a signed 16-bit number, follows the day.
     */
    bars_sha256: string;
    /** Rows that the source has of the stock, those outside the days asked for included. */
    rows_read: number;
    /** Rows left out because a price is missing or a time comes twice. */
    rows_dropped: number;
    /** Rows kept although open or close lies outside low to high. */
    rows_outside_range: number;
    /** Bars left out because their session had not ended. Left out where there are none. */
    rows_open?: number;
    /** When a server gave the prices; null for prices from a file. */
    fetched_at: string | null;
    /** How long this stock took, in seconds, to the microsecond. */
    seconds: number;
    elapsed: number;
}

/** A stock could not be backtested; the scan goes on. */
export interface StockFailedRecord extends RecordHead {
    type: "stock_failed";
    ticker: string;
    sector: string | null;
    code: FailureCode;
    message: string;
    /** How long this stock took, in seconds, to the microsecond. */
    seconds: number;
    elapsed: number;
}

/** A stock takes unusually long and is still being worked on. */
export interface StockSlowRecord extends RecordHead {
    type: "stock_slow";
    ticker: string;
    /** How long it has taken so far, in seconds, to the microsecond. */
    seconds: number;
    elapsed: number;
}

/**
 * A resumed scan cannot tell what a stock was worth over time that has a result: its prices are not
 * those of then, or cannot be had again. The result stays as it is; the portfolio goes without the
 * stock. A later scan_resumed takes it back.
 */
export interface StockLeftOutRecord extends RecordHead {
    type: "stock_left_out";
    ticker: string;
    code: FailureCode | "prices_changed";
    message: string;
    elapsed: number;
}

/** The scan goes on after the service was interrupted. */
export interface ScanResumedRecord extends RecordHead {
    type: "scan_resumed";
    /** How many stocks are still to be done. */
    remaining: number;
    elapsed: number;
}

/**
 * The live source refuses one stock after the other; it is left alone for a while, then asked for
 * one stock again.
 */
export interface ScanPausedRecord extends RecordHead {
    type: "scan_paused";
    code: FailureCode;
    message: string;
    /** For how long the source is left alone, in seconds, to the microsecond. */
    seconds: number;
    elapsed: number;
}

/**
 * The live source answers nobody, also after a pause. The scan has ended for now: its tape is not
 * sealed, stocks that were refused are left to do, and scan_resumed may follow.
 */
export interface ScanInterruptedRecord extends RecordHead {
    type: "scan_interrupted";
    code: FailureCode;
    message: string;
    elapsed: number;
}

/** The scan was ended by its user. */
export interface ScanCancelledRecord extends RecordHead {
    type: "scan_cancelled";
    elapsed: number;
}

/** The scan as a whole could not go on. */
export interface ScanFailedRecord extends RecordHead {
    type: "scan_failed";
    code: FailureCode;
    message: string;
    elapsed: number;
}

/**
 * How often each rule of the strategy was true, and how many orders it gave, over all stocks of the
 * portfolio. Comes before portfolio_valued; one of a resumed scan counts afresh. A rule that says
 * itself that it is never true is left out.
 */
export interface RulesCountedRecord extends RecordHead {
    type: "rules_counted";
    /** How many stocks are counted. */
    stocks: number;
    /** The rules in the order of the strategy. */
    rules: RuleCount[];
    /** Stops, targets and trails that were missing when a position was entered. */
    missing_levels: number;
}

/**
 * What the strategy holds of the stocks at their last bars, and what it orders there, or a part of
 * it, in the order of scan_started. Stocks of which it holds and orders nothing are left out, but
 * for those whose last bar is earlier than market_time. Comes before portfolio_valued; a long list
 * is cut into several records, in order; one with offset 0 starts it afresh.
 */
export interface SignalsGivenRecord extends RecordHead {
    type: "signals_given";
    /** How many stocks were looked at. */
    stocks: number;
    /** Time of the latest bar of all; null without a stock. */
    market_time: string | null;
    /** How many signals there are in all parts. */
    total: number;
    /** How many signals come before the first of this part. */
    offset: number;
    /** The signals. */
    signals: object[];
}

/**
 * What an equal-weight portfolio of all stocks that have a result was worth over time, or a part of
 * it. Comes right before scan_completed. A long curve is cut into several records, in order; one
 * with offset 0 starts the curve afresh.
 */
export interface PortfolioValuedRecord extends RecordHead {
    type: "portfolio_valued";
    /**
     * How many stocks are in it. Each starts with the same cash; it counts with that before its
     * first bar and with its last value after its last bar.
     */
    stocks: number;
    statistics: PortfolioStatistics;
    /** How many points the whole curve has. */
    points: number;
    /** How many points come before the first of this part. */
    offset: number;
    /** Times of the points. */
    times: string[];
    /** What the portfolio was worth at each, in the currency of the prices. */
    values: number[];
    benchmark?: PortfolioBenchmark;
    /**
     * What the benchmark was worth at each, by the same rules: the same stocks, or for each the
     * benchmark that the request names, bought in equal parts with the same cash at the close of
     * the first bar that counts and held.
     */
    benchmark_values?: number[];
}

/** All stocks are done. */
export interface ScanCompletedRecord extends RecordHead {
    type: "scan_completed";
    /** How many stocks have a result. */
    successful: number;
    /** How many stocks failed. */
    failed: number;
    elapsed: number;
}

/** A sweep was asked for. Always the first record of its tape. */
export interface SweepRequestedRecord extends RecordHead {
    type: "sweep_requested";
    job_id: string;
    /** Version of the records' form. */
    schema: number;
    engine: string;
    request: RecordedRequest;
    /** How many stocks are to be scanned. */
    stocks: number;
    /** SHA-256 of their tickers in order, each followed by a line feed. */
    universe_sha256: string;
    price_adjustment?: string;
    idempotency?: Idempotency;
    sweep: SweepTerms;
    /** How many sets are tried. */
    sets: number;
    /** How many more equal others. */
    repeated: number;
    /** How many were dropped by a condition, or by a requirement of the strategy. */
    dropped: number;
}

/**
 * The sets of a sweep, or a part of them, in their order; a set is known by its place, from 0.
 * Comes behind strategy_recorded. A long list is cut into several records, in order.
 */
export interface SetsListedRecord extends RecordHead {
    type: "sets_listed";
    /** The inputs that are varied, in the order of the strategy. */
    inputs: string[];
    /** How many sets there are in all parts. */
    total: number;
    /** How many sets come before the first of this part. */
    offset: number;
    /** A list for each input, with its value in each set of this part. */
    values: number[][];
}

/** The stocks are known and the work begins. */
export interface SweepStartedRecord extends RecordHead {
    type: "sweep_started";
    /** The stocks, in the order in which they are worked on. */
    tickers: string[];
    benchmark?: PriceRecord;
}

/**
 * The prices are there, and what all trials have in common is settled. Comes once a sweep, before
 * its first trials.
 */
export interface SweepPreparedRecord extends RecordHead {
    type: "sweep_prepared";
    /**
     * Day on which trading and all figures begin: that of the request, or the first on which every
     * set can decide on a stock that has all bars; null for the first bar.
     */
    trade_from: string | null;
    /** How many distinct times the stocks have bars at, from that day on. */
    points: number;
    /** Sets that need more bars than there are times, and never trade. */
    idle_sets: number;
    /** How many sets are worked on at once. */
    sets_at_once: number;
    /** The most memory that the sets' portfolios take, in bytes. */
    memory_bytes: number;
    elapsed: number;
}

/**
 * Some sets in a row were run on a stock. All lists have one element a set; what can be derived is
 * not there: the return is pnl in per cent of the cash, the exposure bars_held in per cent of bars.
 */
export interface TrialsCompletedRecord extends RecordHead {
    type: "trials_completed";
    ticker: string;
    /** Place of the first set, from 0. */
    offset: number;
    /** How many bars count, from the first day of trading on. */
    bars: number;
    /** Profit or loss, an open position at the last close. */
    pnl: number[];
    /** As sharpe_ratio of a stock_completed; null where that does not exist. */
    sharpe_ratios: (number | null)[];
    /** As max_drawdown of a stock_completed. */
    max_drawdowns: number[];
    /** Positions opened, the one still open included. */
    trades: number[];
    /**
     * Bars during which there was a position, those of entry and exit counted whole for each
     * position.
     */
    bars_held: number[];
    /**
     * Which of the sets, counted from the first of this record, have too few bars to decide even
     * once: they count as cash. Left out where there are none.
     */
    idle?: number[];
    prices?: PriceRecord;
    elapsed: number;
}

/** The sweep goes on after the service was interrupted. */
export interface SweepResumedRecord extends RecordHead {
    type: "sweep_resumed";
    /** How many trials are still to be recorded. */
    remaining: number;
    elapsed: number;
}

/**
 * What the equal-weight portfolio of each set made of all stocks that have prices, or a part of the
 * sets, in their order. All lists have one element a set. A long list is cut into several records,
 * in order; one with offset 0 starts it afresh.
 */
export interface SetsValuedRecord extends RecordHead {
    type: "sets_valued";
    /** How many stocks are in each portfolio. */
    stocks: number;
    /** How many sets there are in all parts. */
    total: number;
    /** How many sets come before the first of this part. */
    offset: number;
    /** Return of the portfolio, in per cent of its start value. */
    return_pct: (number | null)[];
    /** Sharpe ratio of the portfolio, as that of portfolio_valued. */
    sharpe_ratio: (number | null)[];
    /** Deepest fall below a running peak, in per cent of the peak. */
    max_drawdown: (number | null)[];
    /** Trades on all stocks. */
    trades: number[];
    /** Mean exposure of the stocks, in per cent. */
    exposure_pct: number[];
    /** Stocks with a profit above zero, in per cent of all. */
    gained_pct: number[];
    /** Median return of the stocks, in per cent. */
    median_return_pct: number[];
    /** Return less that of the benchmark, in percentage points. */
    excess_return_pct: (number | null)[];
    /** Mean of the objective over the neighbours of the set; null without one. */
    neighbours: (number | null)[];
}

/**
 * Of each window the set that was best in it, and what that set made of the days behind it; and
 * these days joined, beside the best set of all over the same days. Both are slices of one whole
 * run of each set; to change sets costs nothing. A long curve is cut into several records, in
 * order; the windows are in the one with offset 0, which starts afresh.
 */
export interface WalkForwardValuedRecord extends RecordHead {
    type: "walk_forward_valued";
    /** The windows, in order. */
    windows: SweepWindow[];
    out_of_sample: PortfolioStatistics;
    in_sample: PortfolioStatistics;
    /** How many points the whole curve has. */
    points: number;
    /** How many points come before the first of this part. */
    offset: number;
    /** Times of the points. */
    times: string[];
    /** What the portfolio of the chosen sets was worth at each. */
    values: number[];
    /** What the portfolio of the best set of all was worth at each, from the same value. */
    in_sample_values: number[];
}

/**
 * The best set, and how likely it is luck; Schemas/judgement.md has the formulas and their sources.
 * Comes right before sweep_completed.
 */
export interface SweepJudgedRecord extends RecordHead {
    type: "sweep_judged";
    /** Place of the best set. */
    best: number | null;
    /** Its objective. */
    objective: number | null;
    /** Mean of the objective over its neighbours. */
    neighbours: number | null;
    /** How many periods, such as days, the returns have. */
    periods: number;
    /** Sharpe ratio of its returns, a year. */
    sharpe_ratio: number | null;
    /** Skewness of its returns. */
    skewness: number | null;
    /** Kurtosis of its returns; normal is 3. */
    kurtosis: number | null;
    /** Variance of the sets' Sharpe ratios, not annualised. */
    variance: number | null;
    /** Mean correlation of the sets' returns. */
    correlation: number | null;
    /** How many independent trials the sets amount to. */
    effective_sets: number | null;
    /** Sharpe ratio a year that luck alone gives to the best of all sets. */
    lucky_sharpe: number | null;
    /** The same of the effective number of sets. */
    lucky_sharpe_effective: number | null;
    /** Deflated Sharpe ratio, a probability, by the number of sets. */
    deflated_sharpe: number | null;
    /** The same by the effective number of sets, which the verdict goes by. */
    deflated_sharpe_effective: number | null;
    /** Probability of backtest overfitting, by combinatorially symmetric cross-validation. */
    overfitting: number | null;
    /** What is to be thought of the best set. */
    verdict: "none" | "luck" | "doubtful" | "edge";
    /** The same in plain words. */
    sentences: string[];
    benchmark: PortfolioStatistics;
    elapsed: number;
}

/** All sets are done on all stocks, and judged. */
export interface SweepCompletedRecord extends RecordHead {
    type: "sweep_completed";
    /** How many stocks have trials. */
    successful: number;
    /** How many stocks failed. */
    failed: number;
    /** How many trials there are. */
    trials: number;
    elapsed: number;
}

/** The log is closed for ever. Always the last record of a sealed tape. */
export interface LogSealedRecord extends RecordHead {
    type: "log_sealed";
    /** How many records come before this one. */
    count: number;
    /**
     * Merkle tree hash (RFC 9162) of those records' lines, SHA-256 in lower-case hexadecimal
     * digits.
     */
    root: string;
}

/** The records that this version knows; a later one may write others. */
export type KnownRecord =
    | ScanRequestedRecord
    | StrategyRecordedRecord
    | ScanStartedRecord
    | StockTradedRecord
    | StockCompletedRecord
    | StockFailedRecord
    | StockSlowRecord
    | StockLeftOutRecord
    | ScanResumedRecord
    | ScanPausedRecord
    | ScanInterruptedRecord
    | ScanCancelledRecord
    | ScanFailedRecord
    | RulesCountedRecord
    | SignalsGivenRecord
    | PortfolioValuedRecord
    | ScanCompletedRecord
    | SweepRequestedRecord
    | SetsListedRecord
    | SweepStartedRecord
    | SweepPreparedRecord
    | TrialsCompletedRecord
    | SweepResumedRecord
    | SetsValuedRecord
    | WalkForwardValuedRecord
    | SweepJudgedRecord
    | SweepCompletedRecord
    | LogSealedRecord;
