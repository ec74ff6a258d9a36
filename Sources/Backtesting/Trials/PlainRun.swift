import Indicators

/// A run from signal to signal: what is held from where to where, and nothing else.
struct PlainRun<A: Account> {
    private let rules: PlainRules
    private let prices: PriceColumns
    private let fillsAtOpen: Bool
    private var account: A

    /// Number of trades, an open one included.
    var trades: Int { account.book.closedCount + (account.book.held == nil ? 0 : 1) }
    /// Bars of all trades.
    var barsInPosition: Int {
        account.book.closedBars + (account.book.held.map { prices.count - $0.entryBar } ?? 0)
    }

    /// Opens an account.
    init(_ rules: PlainRules, _ prices: PriceColumns, _ input: SimulationInput) {
        self.rules = rules
        self.prices = prices
        fillsAtOpen = input.execution.fills == .nextOpen
        account = A(cash: input.cash, costs: input.costs)
        account.book.keepsClosed = false
    }

    /// Goes from signal to signal, with decisions from a bar on; puts all bars from the first that
    /// counts on into `stretches`, in order.
    mutating func run(
        _ planes: SignalPlanes, _ input: SimulationInput, firstDecision: Int,
        into stretches: inout [Stretch]
    ) {
        stretches.removeAll(keepingCapacity: true)
        let prices = prices
        let (open, close) = (prices.open.span, prices.close.span)
        let count = close.count
        var (start, bar, entry) = (input.firstBar, firstDecision, Int?.none)
        var worth = account.worth
        while let signal = planes.next(on: entry, from: bar) {
            let fillBar = fillsAtOpen ? signal.bar + 1 : signal.bar
            guard fillBar < count else { break }
            bar = signal.bar + 1
            let rule = rules.candidates[entry.map { $0 + 1 } ?? 0][signal.candidate].rule
            submit(rule, close[signal.bar])
            let closed = account.book.closedCount
            account.fillPending(at: fillsAtOpen ? open[fillBar] : close[fillBar], bar: fillBar)
            if account.book.closedCount > closed { entry = nil }
            if entry == nil, account.book.held != nil { entry = rule }
            let next = account.worth
            guard next != worth else { continue }
            stretches.append(Stretch(bars: start..<fillBar, worth: worth))
            (start, worth) = (fillBar, next)
        }
        let last = count - 1
        if input.execution.closesAtEnd, account.book.held != nil {
            account.leave(at: fillsAtOpen ? open[last] : close[last], bar: last)
            stretches.append(Stretch(bars: start..<last, worth: worth))
            (start, worth) = (last, account.worth)
        }
        stretches.append(Stretch(bars: start..<count, worth: worth))
    }

    private mutating func submit(_ rule: Int, _ close: Double) {
        guard let position = rules.entryPositions[rule] else {
            return account.submit(.exit, close: close)
        }
        let size = EntrySize.percent(rules.percent)
        account.submit(
            account.book.held == nil ? .enter(position, size) : .reverse(position, size),
            close: close)
    }
}
