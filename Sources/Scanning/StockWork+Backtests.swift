internal import Backtesting
internal import JSONText
internal import MarketData
internal import ScanEvents

extension StockWork {
    /// Backtests a stock on its prices, if it has any.
    func run(
        on prices: Result<PriceHistory, StockFailure>, _ pace: WorkPace
    ) async -> Result<(history: PriceHistory, result: BacktestResult), StockFailure> {
        switch prices {
        case .success(let history):
            await pace.backtesting { run(on: history) } ?? .failure(.cancelled)
        case .failure(let failure): .failure(failure)
        }
    }

    private func run(
        on history: PriceHistory
    ) -> Result<(history: PriceHistory, result: BacktestResult), StockFailure> {
        let bars = history.bars
        let result: BacktestResult
        do throws(BacktestError) {
            result = try Backtest.run(
                plan.strategy, on: bars, cash: plan.request.cash,
                commission: plan.request.commission, execution: plan.execution)
        } catch {
            return .failure(
                StockFailure(code: FailureCode(rawValue: error.code), message: "\(error)"))
        }
        guard result.equity.allSatisfy(\.isFinite), result.maxDrawdownPercent.isFinite else {
            return .failure(
                StockFailure(
                    code: .badData,
                    message: "the account left the range of numbers; check the prices of "
                        + "\(bars.ticker) and the cash"))
        }
        return .success((history, result))
    }
}
