internal import JSONText
internal import ScanEvents

extension SweepState {
    /// The most sets of a message; with more it has the best of them, and the tables of an export have
    /// all.
    static let maxSetsInMessage = 20_000

    /// Writes a set's place, parameters and objective, null where there is no set.
    func write(_ best: SweepBest?, to json: inout JSONWriter) {
        guard let best else { return json.null() }
        json.object { json in
            writeSet(best.set, to: &json)
            json.member("figure", terms.objective)
            json.member("value", best.value)
        }
    }

    /// Writes the best set with all its figures, null where there is none.
    func writeBest(to json: inout JSONWriter) {
        guard let set = judged?.best else { return json.null() }
        json.object { json in
            writeSet(set, to: &json)
            json.member("figure", terms.objective)
            json.member("value", judged?.objective)
            guard let valued, valued.returns.indices.contains(set) else { return }
            SetRow(valued, set).writeMembers(to: &json)
        }
    }

    private func writeSet(_ set: Int, to json: inout JSONWriter) {
        json.member("set", set)
        json.member("parameters") { json in
            for (name, value) in parameters(of: set).sorted(by: { $0.key < $1.key }) {
                json.member(name, value)
            }
        }
    }

    /// The sets as JSON objects, best first, as many as a message has.
    var rows: [[UInt8]] {
        guard let valued else { return [] }
        return ranking.prefix(Self.maxSetsInMessage).map { set in
            JSONWriter.object { json in
                json.member("set", set)
                json.member("inputs") { json in
                    for (name, value) in values(of: set) { json.member(name, value) }
                }
                SetRow(valued, set).writeMembers(to: &json)
            }
        }
    }

    /// Writes the judgement, null where there is none.
    func writeJudgement(to json: inout JSONWriter) {
        if let judged { judged.write(to: &json) } else { json.null() }
    }

    /// Writes windows and curves, null where there are none.
    func writeWalkForward(to json: inout JSONWriter) {
        guard let walkForward else { return json.null() }
        json.object { json in
            json.name("windows")
            json.array(walkForward.windows) { $1.write(to: &$0) }
            json.name("out_of_sample")
            walkForward.outOfSample.write(to: &json)
            json.name("in_sample")
            walkForward.inSample.write(to: &json)
            json.member("times", walkForward.times)
            json.name("values")
            json.array(walkForward.values) { $0.value($1.rounded(places: 2)) }
            json.name("in_sample_values")
            json.array(walkForward.inSampleValues) { $0.value($1.rounded(places: 2)) }
        }
    }

    /// Writes what holding the stocks, or the benchmark, made; null before the judgement.
    func writeBenchmark(_ ticker: String?, to json: inout JSONWriter) {
        guard let judged else { return json.null() }
        json.object { json in
            json.nullableMember("ticker", ticker)
            judged.benchmark.writeMembers(to: &json)
        }
    }
}

extension ScanState {
    /// The result of a sweep, its sets not copied.
    func completeText(of sweep: SweepState) -> LongText {
        let rows = sweep.rows
        var place = 0
        let frame = JSONWriter.object { json in
            json.member("type", "complete")
            json.member("job_id", requested?.jobID ?? "")
            json.member("kind", "sweep")
            writeQuestion(of: sweep, to: &json)
            json.member("successful", successful)
            json.member("failed", failures.count)
            json.member("trials", sweep.trials)
            json.member("total_time", elapsed.rounded(places: 1))
            json.member("trials_per_second", trialsPerSecond, places: 1)
            json.nullableMember("trade_from", sweep.prepared?.tradeFrom)
            json.member("points", sweep.prepared?.points ?? 0)
            json.member("idle_sets", sweep.prepared?.idleSets ?? 0)
            json.name("best")
            sweep.writeBest(to: &json)
            json.name("judgement")
            sweep.writeJudgement(to: &json)
            json.name("benchmark")
            sweep.writeBenchmark(requested?.request.benchmark, to: &json)
            json.member("portfolio_stocks", sweep.valued?.stocks ?? 0)
            json.member("sets_left_out", max(0, (sweep.valued?.returns.count ?? 0) - rows.count))
            json.name("sets")
            place = json.bytes.count + 1
            json.array(EmptyCollection<Never>()) { _, _ in }
            json.name("walk_forward")
            sweep.writeWalkForward(to: &json)
            json.name("failed_stocks")
            writeFailures(to: &json)
        }
        return LongText(frame, elements: rows, at: place)
    }

    private func writeQuestion(of sweep: SweepState, to json: inout JSONWriter) {
        let request = requested?.request
        json.member("strategy", request?.strategy ?? "")
        json.nullableMember("start_date", request?.startDate)
        json.nullableMember("end_date", request?.endDate)
        json.member("interval", request?.interval ?? "")
        if let adjustment = requested?.priceAdjustment {
            json.member("price_adjustment", adjustment)
        }
        json.name("sweep")
        sweep.terms.write(to: &json)
        json.member("total", total)
        json.member("total_stocks", sweep.stocks)
        json.member("total_sets", sweep.sets)
        json.member("repeated", sweep.repeated)
        json.member("dropped", sweep.dropped)
    }
}
