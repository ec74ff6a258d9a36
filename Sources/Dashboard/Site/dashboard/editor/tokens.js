// Cuts lines of a strategy into tokens, to be coloured. No token goes over a line, so each line
// stands for itself; what is right and wrong is the service's to say.

/** The words of the language. */
export const KEYWORDS = new Set((
    "strategy about input state enter exit stop target trail size risk allow rank require "
    + "language from to step then long short any as when at shares over reversal "
    + "and or not crosses above below true false if").split(" "));

/** The columns that every strategy has, and the benchmark. */
export const GIVEN = new Set((
    "open high low close volume hl2 hlc3 ohlc4 bar_number year month day weekday hour minute "
    + "first_of_day bars_of_day flat in_long in_short entry_price bars_held highest_high "
    + "lowest_low highest_close lowest_close last_return bars_since_exit benchmark").split(" "));

const TOKEN = new RegExp([
    /(?<comment>\/\/.*)/, /(?<string>"(?:\\.|[^"\\])*"?)/,
    /(?<number>(?:\d+(?:\.\d*)?|(?<![\w)\]])\.\d+)(?:[eE][+-]?\d+)?)/,
    /(?<name>[A-Za-z_][A-Za-z0-9_]*)/, /(?<blank>\s+)/,
    /(?<sign><=|>=|==|!=|[-+*/%<>=()[\],.])/, /(?<other>.)/,
].map((part) => part.source).join("|"), "suy");

/** The tokens of a line, which together are the line: each has a kind and a text. */
export function tokensOf(line) {
    const tokens = [];
    TOKEN.lastIndex = 0;
    let before = null;
    while (TOKEN.lastIndex < line.length) {
        const { groups, 0: text } = TOKEN.exec(line);
        let kind = Object.keys(groups).find((name) => groups[name] !== undefined);
        if (kind === "name") kind = kindOfName(text, before, line.slice(TOKEN.lastIndex));
        tokens.push({ kind, text });
        if (kind !== "blank") before = text;
    }
    return tokens;
}

function kindOfName(name, before, after) {
    if (before === ".") return "member";
    if (KEYWORDS.has(name)) return "keyword";
    if (/^\s*\(/.test(after)) return "function";
    return GIVEN.has(name) ? "given" : "name";
}
