// The columns of a strategy as a chart has them: lines over the prices, panels of their own for
// what has another scale, strips for what is true or false.

/** How many of each are shown at first; all others wait in the legend. */
const FIRST = { price: 8, own: 4, truth: 4 };
const HUES = 6;
const DASHES = [[], [7, 3], [2, 2.5]];

export class ColumnSet {
    /** A column or several lines of one name: its `name`, `place` and `lines`. */
    groups = [];

    /** `columns` as the service gives them: columns, states, and last the conditions of rules. */
    constructor(columns) {
        const byName = Map.groupBy(columns, (column) => column.name);
        let drawn = 0;
        for (const [name, all] of byName) {
            const byPlace = Map.groupBy(all, placeOf);
            for (const [place, lines] of byPlace) {
                const styled = lines.map(({ line, values }) => {
                    const dash = DASHES[Math.floor(drawn / HUES) % DASHES.length];
                    drawn += 1;
                    return { line, values, hue: (drawn - 1) % HUES + 1, dash };
                });
                // Lines of one name that have different scales are told apart.
                const title = byPlace.size === 1 ? name
                    : `${name}.${lines.map((each) => each.line).join("/")}`;
                this.#add({ name: title, place, lines: styled }, all[0].kind === "rule");
            }
        }
    }

    /** Adds a group; rules are not shown at first, as what they did is marked. */
    #add(group, isRule) {
        const isEmpty = group.lines.every(({ values }) => values.every((value) => value === null));
        const before = this.shown(group.place).length;
        this.groups.push({ ...group, isShown: !isEmpty && !isRule && before < FIRST[group.place] });
    }

    /** What is shown at a place: "price", "own" or "truth". */
    shown(place) {
        return this.groups.filter((group) => group.isShown && group.place === place);
    }

    /** The values at a bar, as text. */
    valuesAt(index) {
        return this.groups.filter((group) => group.isShown)
            .map((group) => `${group.name} ${valueText(group, index)}`).join(", ");
    }
}

function placeOf({ kind, pane, values }) {
    const isTruth = kind === "truth" || values.some((value) => typeof value === "boolean");
    return isTruth ? "truth" : pane === "price" ? "price" : "own";
}

/** The value of a column at a bar, those of all lines of it, or a dash where it is missing. */
export function valueText({ lines }, index) {
    return lines.map(({ values }) => figure(values[index])).join(" / ");
}

function figure(value) {
    if (value === null || value === undefined) return "–";
    if (typeof value === "boolean") return value ? "yes" : "no";
    const size = Math.abs(value);
    const digits = size >= 10_000 ? 0 : size >= 1 || size === 0 ? 2 : 4;
    return value.toLocaleString("en-US", { minimumFractionDigits: digits,
        maximumFractionDigits: digits }).replace("-", "−");
}
