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
    let bodies: JSONBodies
    let answers: LargeAnswers

    /// The most bytes of a request, which has one ticker.
    private static let maxBodyBytes = 16 * 1024

    /// Adds the endpoint to `routes`.
    func add(to routes: Routes) {
        routes.on("backtest", [.post: backtest])
    }

    @Sendable
    private func backtest(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let wanted = try await bodies.read(request, context, atMost: Self.maxBodyBytes) {
            try ScanRequest(backtest: $0)
        }
        let json = try await context.whileClientStays { [self, client = context.client] in
            do {
                return try await report(wanted, for: client)
            } catch let error as PriceError {
                throw Self.problem(error)
            } catch let error as BacktestError {
                throw Problem(error.description, at: "/start_date")
            }
        }
        return try answers.response(context, json: json)
    }

    /// Runs one strategy on one stock, and returns the report in JSON.
    private func report(_ wanted: ScanRequest, for client: ClientAddress) async throws -> [UInt8] {
        let (checks, scanning) = (bodies.limits.checks, scanning)
        let plan = try await checks.run(for: client) { _ in try scanning.plan(wanted) }
        let history = try await BacktestReport.history(
            plan, timeout: scanning.settings.stockTimeout)
        return try await checks.run(for: client) { _ in try BacktestReport(plan, history).json }
    }

    /// What it means that there are no prices: the ticker's fault, or that of their source.
    private static func problem(_ error: PriceError) -> Problem {
        switch error.code {
        case .unknownTicker, .noData, .badData: Problem(error.message, at: "/ticker")
        case .rateLimited: Problem(status: .serviceUnavailable, detail: error.message)
        case .timeout: Problem(status: .gatewayTimeout, detail: error.message)
        case .internal: Problem(status: .badGateway, detail: error.message)
        }
    }
}
