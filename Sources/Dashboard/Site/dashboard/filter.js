// What stands in a table's search field: words, and figures that are compared.

/**
 * The tests of a filter, all of which a row must pass. `figures` gives the numbers that can be
 * compared by their names, `hasWord` looks for a word in a row.
 */
export function parseFilter(text, figures, hasWord) {
    return text.toLowerCase().split(/\s+|,\s*/).filter(Boolean).map((word) => {
        const match = /^([a-z]+)(<=|>=|<|>|=)(-?[0-9.]+)$/.exec(word.replace("−", "-"));
        const figure = match && figures[match[1]];
        if (!figure) return (row) => hasWord(row, word);
        const limit = Number(match[3]);
        const compare = {
            "<": (value) => value < limit, ">": (value) => value > limit,
            "<=": (value) => value <= limit, ">=": (value) => value >= limit,
            "=": (value) => value === limit }[match[2]];
        return (row) => figure(row) !== null && compare(figure(row));
    });
}
