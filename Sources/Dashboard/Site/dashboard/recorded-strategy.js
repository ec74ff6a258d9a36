// What a tape says of its strategy: the text, in parts, and what became of its rules.

/** Joins the next part of a text to those before; a part that does not go on from them is none. */
export function joined(before, { language, sha256, bytes, offset, text }) {
    const start = offset === 0 ? { language, sha256, bytes, text: "", read: 0 } : before;
    const read = offset + new TextEncoder().encode(text).length;
    const isNext = start !== null && start.read === offset && start.language === language
        && start.sha256 === sha256 && start.bytes === bytes && read <= bytes;
    if (isNext) return { ...start, text: start.text + text, read };
    return offset === 0 ? null : before;
}

/** What a user should know of rules that did nothing, in the words of the service. */
export function warningsOf({ stocks, rules, missing_levels: missing }) {
    if (stocks === 0) return [];
    const warnings = rules.map(({ line, sentence, bars_true: bars, orders }) => {
        if (bars === 0) return `Rule of line ${line} was never true: ${sentence}`;
        return orders === 0
            ? `Rule of line ${line} was true on ${bars} bars and gave no order: ${sentence}` : null;
    });
    if (missing > 0) {
        warnings.push(
            `Stops, targets or trails were missing at ${missing} entries, which went without`);
    }
    return warnings.filter((text) => text !== null);
}

/** Counts of rules with the statements that the text has on their lines. */
export function withStatements(rules, text) {
    const lines = text.split(/\r?\n/);
    const end = /\s*("[^"]*"\s*)?(\/\/.*)?$/;
    return rules.map((rule) => ({
        ...rule, statement: (lines[rule.line - 1] ?? "").replace(end, "") }));
}
