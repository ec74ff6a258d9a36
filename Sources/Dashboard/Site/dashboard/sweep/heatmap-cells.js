// A sweep's sets on a plane of two inputs: a cell for each pair of values, and of the sets in it
// the best, their mean, or those with given values of the other inputs.

/** With more values than these an axis has steps. */
const MOST = 48;
const STEPS = 24;

/** The values that an input has in a sweep, in order. */
export function valuesOf(sweep, input) {
    return [...new Set(sweep.columns[input])].sort((a, b) => a - b);
}

/** The inputs by how many values they have, the most first. */
export function inputsByValues(sweep) {
    return sweep.inputs.map((_, input) => ({ input, count: valuesOf(sweep, input).length }))
        .sort((a, b) => b.count - a.count || a.input - b.input).map(({ input }) => input);
}

/** The places along an axis: `labels`, and where a value belongs. */
export function axisOf(sweep, input) {
    if (input === null) return { labels: [""], steps: [[0, 0]], placeOf: () => 0 };
    const values = valuesOf(sweep, input);
    if (values.length <= MOST) {
        const places = new Map(values.map((value, place) => [value, place]));
        return {
            labels: values.map(String), steps: values.map((value) => [value, value]),
            placeOf: (value) => places.get(value) };
    }
    const [low, high] = [values[0], values.at(-1)];
    const width = (high - low) / STEPS;
    const steps = Array.from({ length: STEPS }, (_, step) =>
        [low + step * width, low + (step + 1) * width]);
    return {
        labels: steps.map(([from, to]) => `${short(from)} to ${short(to)}`), steps,
        placeOf: (value) => Math.min(STEPS - 1, Math.floor((value - low) / width)) };
}

/**
 * The cells of a plane, row by row. `how` is best, mean or fixed; `fixed` has the values of other
 * inputs by their places. A cell has its `value`, null where there is none, its `count` of sets,
 * and the best `set` of them.
 */
export function cellsOf(sweep, { x, y, figure, how, fixed }) {
    const [across, down] = [axisOf(sweep, x), axisOf(sweep, y)];
    const cells = Array.from({ length: across.labels.length * down.labels.length }, () =>
        ({ sum: 0, count: 0, value: null, set: null, best: null }));
    const listed = sweep.listed;
    for (let set = 0; set < listed; set += 1) {
        const isMeant = how !== "fixed" || sweep.columns.every((column, input) =>
            input === x || input === y || column[set] === fixed[input]);
        if (!isMeant) continue;
        const place = (y === null ? 0 : down.placeOf(sweep.columns[y][set])) * across.labels.length
            + across.placeOf(sweep.columns[x][set]);
        note(cells[place], set, sweep.figure(figure.name, set), figure);
    }
    for (const cell of cells) {
        if (cell.best === null) continue;
        cell.value = how === "mean" ? cell.sum / cell.count : cell.best;
    }
    return { across, down, cells };
}

function note(cell, set, value, { isLessBetter }) {
    if (value === null) {
        cell.set ??= set;
        return;
    }
    cell.sum += value;
    cell.count += 1;
    const isBetter = cell.best === null
        || (isLessBetter ? value < cell.best : value > cell.best);
    if (!isBetter) return;
    cell.best = value;
    cell.set = set;
}

function short(value) {
    return String(Number(value.toPrecision(3)));
}
