// A sweep as its records so far tell it: its sets of parameters, what they made of the stocks that
// are done, and what was thought of them in the end. Trials are summed up, not kept.

/** The figures of a set that are told at the end, as `sets_valued` names them. */
const VALUED = [
    "return_pct", "sharpe_ratio", "max_drawdown", "trades", "exposure_pct", "gained_pct",
    "median_return_pct", "excess_return_pct", "neighbours"];

export class SweepState {
    /** Which sets were asked for, and how they are judged. */
    terms;
    sets;
    repeated;
    dropped;
    /** The inputs that are varied, and the value of each in the sets that are listed. */
    inputs = [];
    columns = [];
    /** How many stocks there are. */
    stocks;
    /** Trials on the tape, each counted once. */
    trials = 0;
    /** How many stocks have all their trials. */
    successful = 0;
    prepared = null;
    judged = null;
    /** What holding the stocks made; null until the sweep is judged. */
    benchmark = null;
    #cash;
    /** Trials that failed stocks will not have. */
    #missed = 0;
    /** The parameters that are not varied. */
    #fixed;
    #sums = noSums(0);
    /** The runs of sets that are done, by stock. */
    #done = new Map();
    /** The best set so far; undefined where it is not looked for yet. */
    #best = null;
    #valued = null;
    #walk = null;

    constructor(record) {
        this.terms = record.sweep;
        this.sets = record.sets;
        this.repeated = record.repeated;
        this.dropped = record.dropped;
        this.stocks = record.stocks;
        this.#cash = record.request.cash;
        this.#fixed = record.request.parameters;
        // The one set of a sweep that varies nothing is in no list.
        if (this.sets === 1) this.#sums = noSums(1);
    }

    get prefersLess() {
        return this.terms.objective === "max_drawdown";
    }

    get total() {
        return this.sets * this.stocks;
    }

    /** How many trials are done, those that a failed stock will not have among them. */
    get done() {
        return this.trials + this.#missed;
    }

    /** How many sets are known so far. */
    get listed() {
        return this.#sums.count.length;
    }

    /** The figures of all sets by their names; null until all of them are on the tape. */
    get valued() {
        return this.#valued?.read === this.#valued?.total ? this.#valued?.columns ?? null : null;
    }

    /** Of how many stocks these are. */
    get valuedStocks() {
        return this.#valued?.stocks ?? 0;
    }

    /** The windows and curves out of the sample; null until all of them are on the tape. */
    get walkForward() {
        return this.#walk && this.#walk.times.length === this.#walk.points ? this.#walk : null;
    }

    /** The set that is best so far, or in the end, with the figure that it is best by; or null. */
    get best() {
        if (this.judged === null) return this.#bestSoFar;
        const { best: set, objective: value } = this.judged;
        return set === null || value === null ? null : { set, value };
    }

    /** The values of the varied inputs of a set, by name. */
    parametersOf(set) {
        return Object.fromEntries(this.inputs.map((name, input) =>
            [name, this.columns[input][set]]).filter(([, value]) => value !== undefined));
    }

    /** The best set as the service tells it. */
    get bestSoFar() {
        const { best } = this;
        if (best === null) return null;
        const { set, value } = best;
        const parameters = { ...this.#fixed, ...this.parametersOf(set) };
        return { set, parameters, figure: this.terms.objective, value };
    }

    /** On how many stocks a set is done. */
    countOf(set) {
        return this.#sums.count[set] ?? 0;
    }

    /** A figure of a set: the last word where it is there, or what the stocks so far have. */
    figure(name, set) {
        const { valued } = this;
        if (valued) return valued[name][set] ?? null;
        if (name === "neighbours" || this.countOf(set) === 0) return null;
        return name === "gained_pct"
            ? (this.#sums.gained[set] / this.#sums.count[set]) * 100 : this.#nearest(name, set);
    }

    list({ inputs, offset, values }) {
        if (offset === 0 && this.trials === 0) {
            this.inputs = inputs;
            this.columns = inputs.map(() => []);
            this.#sums = noSums(0);
        }
        const listed = this.columns[0]?.length;
        if (listed !== offset || inputs.join() !== this.inputs.join()
            || values[0].length > this.sets - listed) return;
        values.forEach((column, input) => this.columns[input].push(...column));
        const added = noSums(values[0].length);
        for (const [name, sums] of Object.entries(this.#sums)) sums.push(...added[name]);
    }

    /** Adds up the trials of a record that are new; false where none is. */
    addTrials(record) {
        const runs = this.#done.get(record.ticker) ?? [];
        const end = Math.min(this.listed, record.offset + record.pnl.length);
        const fresh = [];
        for (let set = record.offset; set < end; set += 1) {
            if (!runs.some(([from, to]) => from <= set && set < to)) fresh.push(set);
        }
        if (fresh.length === 0) return false;
        for (const set of fresh) this.#addTrial(record, set);
        const together = joined(runs, [record.offset, end]);
        this.#done.set(record.ticker, together);
        this.trials += fresh.length;
        if (sizeOf(together) === this.sets) this.successful += 1;
        this.#best = undefined;
        return true;
    }

    /** Notes that a stock failed, which it does once. */
    fail(ticker) {
        const own = sizeOf(this.#done.get(ticker) ?? []);
        this.#missed += this.sets - own;
        if (own === this.sets) this.successful -= 1;
    }

    value(part) {
        const { stocks, total, offset } = part;
        if (total !== this.sets) return;
        if (offset === 0) {
            const columns = Object.fromEntries(VALUED.map((name) => [name, []]));
            this.#valued = { stocks, total, read: 0, columns };
        }
        const valued = this.#valued;
        const isNext = valued?.read === offset && valued.stocks === stocks
            && part.return_pct.length <= total - offset;
        if (!isNext) return;
        for (const name of VALUED) valued.columns[name].push(...part[name]);
        valued.read += part.return_pct.length;
    }

    walk(part) {
        if (part.offset === 0) {
            const { windows, out_of_sample: outOfSample, in_sample: inSample, points } = part;
            this.#walk = {
                windows, outOfSample, inSample, points, times: [], values: [], inSampleValues: [] };
        }
        const isNext = this.#walk?.times.length === part.offset
            && this.#walk.points === part.points
            && (part.offset === 0 || part.times.length <= part.points - part.offset);
        if (!isNext) return;
        this.#walk.times.push(...part.times);
        this.#walk.values.push(...part.values);
        this.#walk.inSampleValues.push(...part.in_sample_values);
    }

    judge(record) {
        this.judged = record;
        this.benchmark = record.benchmark;
    }

    /** A resumed sweep is valued and judged anew. */
    resume() {
        this.#valued = null;
        this.#walk = null;
        this.judged = null;
    }

    #addTrial(record, set) {
        const place = set - record.offset;
        const sums = this.#sums;
        const pnl = record.pnl[place];
        sums.count[set] += 1;
        sums.return[set] += (pnl / this.#cash) * 100;
        sums.sharpe[set] += record.sharpe_ratios[place] ?? 0;
        sums.drawdown[set] += record.max_drawdowns[place];
        sums.trades[set] += record.trades[place];
        sums.exposure[set] += record.bars === 0 ? 0 : (record.bars_held[place] / record.bars) * 100;
        if (pnl > 0) sums.gained[set] += 1;
    }

    /** The mean of what the trials have that is nearest to a figure of their portfolio. */
    #nearest(name, set) {
        const sums = this.#sums;
        if (name === "trades") return sums.trades[set];
        const sum = {
            sharpe_ratio: sums.sharpe, max_drawdown: sums.drawdown, exposure_pct: sums.exposure,
        }[name] ?? sums.return;
        return sum[set] / sums.count[set];
    }

    /** The set that is best of the stocks so far; of equal ones the first. */
    get #bestSoFar() {
        if (this.#best !== undefined) return this.#best;
        this.#best = null;
        for (let set = 0; set < this.listed; set += 1) {
            if (this.#sums.count[set] === 0) continue;
            const value = this.#nearest(this.terms.objective, set);
            const isBetter = this.#best === null
                || (this.prefersLess ? value < this.#best.value : value > this.#best.value);
            if (isBetter) this.#best = { set, value };
        }
        return this.#best;
    }
}

/** Sums of so many sets, of no stock yet. */
function noSums(sets) {
    return Object.fromEntries(
        ["count", "return", "sharpe", "drawdown", "trades", "exposure", "gained"].map((name) =>
            [name, Array(sets).fill(0)]));
}

function sizeOf(runs) {
    return runs.reduce((sum, [from, to]) => sum + to - from, 0);
}

/** Runs in order, those that touch made one. */
function joined(runs, added) {
    const all = [];
    for (const [from, to] of [...runs, added].sort((a, b) => a[0] - b[0])) {
        const last = all.at(-1);
        if (last && from <= last[1]) last[1] = Math.max(last[1], to); else all.push([from, to]);
    }
    return all;
}
