// Grids of parameters as requests write them: NAME=from..to:step, NAME=from..to and NAME=v1,v2; and
// how many values they name.

/** The values' count of a range of decimals; null where it makes no sense. */
export function countOfRange(from, to, step) {
    const texts = [from, to, step];
    if (texts.some((text) => text === "" || !Number.isFinite(Number(text)))) return null;
    if (!(Number(step) > 0) || Number(to) < Number(from)) return null;
    // In decimal, as the service counts.
    const digits = Math.min(12, Math.max(...texts.map(digitsOf)));
    const [low, high, width] = texts.map((text) => Math.round(Number(text) * 10 ** digits));
    return Math.floor((high - low) / width) + 1;
}

/** The different numbers of a list; null where something else stands in it. */
export function countOfList(text) {
    const values = text.split(",").map((value) => value.trim()).filter(Boolean);
    if (values.length === 0 || values.some((value) => !Number.isFinite(Number(value)))) return null;
    return new Set(values.map(Number)).size;
}

/** A line of a grid in its parts, a step that is not told null; null for what is none. */
export function parsedLine(line) {
    const match = /^\s*([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line);
    if (!match) return null;
    const [, name, text] = match;
    const range = /^(.+?)\.\.(.+?)(?::(.+))?$/.exec(text);
    return range
        ? { name, from: range[1].trim(), to: range[2].trim(), step: range[3]?.trim() ?? null }
        : { name, list: text };
}

/** Where a range of a parameter may begin: about half of the default to twice as much, in 9 values. */
export function suggestedRange({ type, minimum, maximum, default: initial }) {
    const low = Math.max(minimum ?? -Infinity, initial / 2);
    const high = Math.min(maximum ?? Infinity, initial === 0 ? 1 : initial * 2);
    const [from, to] = [Math.min(low, high), Math.max(low, high)];
    const width = Math.max(to - from, 1e-6) / 8;
    const power = 10 ** Math.floor(Math.log10(width));
    const step = [1, 2, 5, 10].find((factor) => factor * power >= width * 0.999) * power;
    if (type === "integer") {
        const whole = Math.max(1, Math.round(step));
        return { from: String(Math.ceil(from)), to: String(Math.floor(to)), step: String(whole) };
    }
    const text = (value) => String(Number(value.toPrecision(6)));
    return { from: text(from), to: text(to), step: text(step) };
}

function digitsOf(text) {
    const [mantissa, exponent = "0"] = text.trim().toLowerCase().split("e");
    return Math.max(0, (mantissa.split(".")[1] ?? "").length - Number(exponent));
}
