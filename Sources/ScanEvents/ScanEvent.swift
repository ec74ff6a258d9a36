internal import JSONText

/// A step of a scan, as it is recorded; `Events` has a file for each with all that it tells.
///
/// Large events are held apart, as records are handed on several times.
package enum ScanEvent: Equatable, Sendable {
    /// A scan was asked for; always the first record.
    indirect case requested(Requested)
    /// The text of the strategy, or a part of it.
    indirect case strategyRecorded(StrategyRecorded)
    /// The stocks to scan are known and the work begins.
    case started(Started)
    /// The trades of a stock, or a part of them; comes right before the stock's result.
    indirect case stockTraded(StockTraded)
    /// A stock was backtested.
    indirect case stockCompleted(StockCompleted)
    /// A stock could not be backtested; the scan goes on.
    indirect case stockFailed(StockFailed)
    /// A stock takes unusually long and is still being worked on.
    case stockSlow(StockSlow)
    /// A resumed scan cannot tell what a stock was worth over time: the portfolio goes without it.
    indirect case stockLeftOut(StockLeftOut)
    /// The scan goes on after the service was interrupted.
    case resumed(Resumed)
    /// A live source refuses one stock after the other and is left alone for a while.
    indirect case paused(Paused)
    /// The source still answers nobody: the scan has ended for now, and can be resumed.
    case interrupted(Interrupted)
    /// The scan was ended by its user.
    case cancelled(Cancelled)
    /// The scan as a whole could not go on.
    case failed(Failed)
    /// How often each rule was true; comes before the portfolio.
    indirect case rulesCounted(RulesCounted)
    /// What is held and ordered at the last bars, or a part of it; comes before the portfolio.
    indirect case signalsGiven(SignalsGiven)
    /// What all stocks together were worth, or a part of it; comes right before `completed`.
    indirect case portfolioValued(PortfolioValued)
    /// All stocks are done.
    case completed(Completed)
    /// A sweep was asked for; always the first record of its tape.
    indirect case sweepRequested(SweepRequested)
    /// The sets of a sweep, or a part of them.
    indirect case setsListed(SetsListed)
    /// The stocks of a sweep are known and the work begins.
    case sweepStarted(SweepStarted)
    /// The prices of a sweep are there.
    indirect case sweepPrepared(SweepPrepared)
    /// Some sets in a row were run on a stock.
    indirect case trialsCompleted(TrialsCompleted)
    /// The sweep goes on after the service was interrupted.
    case sweepResumed(SweepResumed)
    /// What each set's portfolio made, or a part of the sets.
    indirect case setsValued(SetsValued)
    /// What sets made that were chosen on one window and measured on the next.
    indirect case walkForwardValued(WalkForwardValued)
    /// The best set, and how likely it is luck; comes right before `sweepCompleted`.
    indirect case sweepJudged(SweepJudged)
    /// All sets are done on all stocks.
    case sweepCompleted(SweepCompleted)
    /// The log is closed for ever.
    case sealed(Sealed)
    /// An event of a later version.
    case unknown(type: String)

    /// The version of the events' form, in the first record of each tape.
    package static let schemaVersion = 1

    /// The forms of all events of this version, in the order in which they are told.
    package static let allForms: [any EventForm.Type] = [
        Requested.self, StrategyRecorded.self, Started.self, StockTraded.self,
        StockCompleted.self, StockFailed.self, StockSlow.self, StockLeftOut.self, Resumed.self,
        Paused.self, Interrupted.self, Cancelled.self, Failed.self, RulesCounted.self,
        SignalsGiven.self, PortfolioValued.self, Completed.self, SweepRequested.self,
        SetsListed.self, SweepStarted.self, SweepPrepared.self, TrialsCompleted.self,
        SweepResumed.self, SetsValued.self, WalkForwardValued.self, SweepJudged.self,
        SweepCompleted.self, Sealed.self,
    ]

    /// The forms by the names of the events.
    static let forms = Dictionary(
        uniqueKeysWithValues: allForms.map { (String(describing: $0.type), $0) })

    /// What the event tells; nil for one of a later version.
    private var told: (any EventForm)? {
        switch self {
        case .requested(let event): event
        case .strategyRecorded(let event): event
        case .started(let event): event
        case .stockTraded(let event): event
        case .stockCompleted(let event): event
        case .stockFailed(let event): event
        case .stockSlow(let event): event
        case .stockLeftOut(let event): event
        case .resumed(let event): event
        case .paused(let event): event
        case .interrupted(let event): event
        case .cancelled(let event): event
        case .failed(let event): event
        case .rulesCounted(let event): event
        case .signalsGiven(let event): event
        case .portfolioValued(let event): event
        case .completed(let event): event
        case .sweepRequested(let event): event
        case .setsListed(let event): event
        case .sweepStarted(let event): event
        case .sweepPrepared(let event): event
        case .trialsCompleted(let event): event
        case .sweepResumed(let event): event
        case .setsValued(let event): event
        case .walkForwardValued(let event): event
        case .sweepJudged(let event): event
        case .sweepCompleted(let event): event
        case .sealed(let event): event
        case .unknown: nil
        }
    }

    /// The event's name in a record.
    package var type: String {
        if case .unknown(let type) = self { return type }
        return told.map { Swift.type(of: $0).type.description } ?? ""
    }

    /// The event as the body of a record: its members from `"type"` on, without braces.
    package var recordBody: [UInt8] {
        guard let told else { preconditionFailure("only events of this version are written") }
        var json = JSONWriter()
        json.name("type")
        json.value(Swift.type(of: told).type.description)
        told.writeMembers(to: &json)
        return json.bytes
    }

    /// Seconds from the scan's start to the event; nil where it does not tell.
    package var elapsed: Double? { told?.elapsedMember }
}
