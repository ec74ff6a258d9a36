internal import StreamServer
internal import Backtesting
internal import Hummingbird
internal import JSONText
internal import Jobs
internal import MarketData
internal import ScanEvents
internal import Scanning

/// `POST /backtest`: one strategy on one stock, with its trades and equity curve, without a tape.
struct BacktestRoutes: Sendable {
    /// What a request can name, and how long the prices they may take.
    let scanning: ScanningConfiguration
    let bodies: RequestBodies
    let answers: LargeAnswers

    /// The most bytes of a request, which has one ticker, and perhaps the text of a strategy.
    private static let maxBodyBytes = StrategyRoutes.maxEscapedTextBytes + 16 * 1024

    /// Adds the endpoint to `routes`.
    func add(to routes: Routes) {
        routes.on("backtest", [.post: backtest])
    }

    @Sendable
    private func backtest(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let wanted = try await bodies.read(request, context, atMost: Self.maxBodyBytes) {
            try BacktestRequest(json: $0)
        }
        let json = try await context.whileClientStays { [self, client = context.client] in
            do {
                return try await report(wanted, for: client)
            } catch let error as PriceError {
                throw Self.problem(error)
            } catch let error as BacktestError {
                throw Self.problem(error, hasColumns: wanted.hasColumns)
            }
        }
        return try answers.response(context, json: json)
    }

    /// Runs one strategy on one stock, and returns the report in JSON.
    private func report(
        _ wanted: BacktestRequest, for client: ClientAddress
    ) async throws -> [UInt8] {
        let (checks, scanning) = (bodies.limits.checks, scanning)
        let plan = try await checks.run(for: client) { _ in try scanning.plan(wanted.run) }
        let timeout = scanning.settings.stockTimeout
        let history = try await BacktestReport.history(plan, timeout: timeout)
        let benchmark: Bars?
        do {
            benchmark = try await plan.benchmarkHistory(timeout: timeout)?.bars
        } catch let error as PriceError {
            throw Self.problem(error, at: "/benchmark")
        }
        return try await checks.run(for: client) { _ in
            try BacktestReport(
                plan, history, against: benchmark, hasColumns: wanted.hasColumns,
                limits: scanning.settings.costLimits
            ).json
        }
    }

    /// What it means that the prices do not suffice, or that there is too much to compute.
    private static func problem(_ error: BacktestError, hasColumns: Bool) -> Problem {
        switch error {
        case .noBarsToTrade: Problem(error.description, at: "/trade_from")
        case .tooCostly: Problem(error.description, at: hasColumns ? "/columns" : "/strategy")
        default: Problem(error.description, at: "/start_date")
        }
    }

    /// What it means that there are no prices: the ticker's fault, or that of their source.
    private static func problem(_ error: PriceError, at field: String = "/ticker") -> Problem {
        switch error.code {
        case .unknownTicker, .noData, .badData: Problem(error.message, at: field)
        case .rateLimited: Problem(status: .serviceUnavailable, detail: error.message)
        case .timeout: Problem(status: .gatewayTimeout, detail: error.message)
        case .internal: Problem(status: .badGateway, detail: error.message)
        }
    }
}

/// What a client asks for.
private struct BacktestRequest {
    /// What is run.
    let run: ScanRequest
    /// Whether the columns of the strategy are wanted, too.
    let hasColumns: Bool

    /// Reads the request of a scan with one `ticker`, and `columns`.
    ///
    /// - Throws: `InvalidRequest` with a problem for each field that will not do.
    init(json: JSONValue) throws(InvalidRequest) {
        guard case .object(let members) = json else {
            self.run = try ScanRequest(backtest: json)
            hasColumns = false
            return
        }
        var fields = FieldReader(members, names: ["columns"])
        hasColumns = fields.flag("columns") ?? false
        let others = JSONValue.object(members.filter { $0.name != "columns" })
        do throws(InvalidRequest) {
            self.run = try ScanRequest(backtest: others)
        } catch {
            throw InvalidRequest(fields.problems.all + error.problems)
        }
        guard fields.problems.isEmpty else { throw InvalidRequest(fields.problems.all) }
    }
}
