// Numbers, times and names as people read them. Signs are always shown where they matter, with a
// true minus, so that colour is never the only carrier.

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const cents = new Intl.NumberFormat("en-US", {
    minimumFractionDigits: 2, maximumFractionDigits: 2 });
const compact = new Intl.NumberFormat("en-US", {
    notation: "compact", minimumFractionDigits: 0, maximumFractionDigits: 1 });

/** What stands where there is no number. */
export const NOTHING = "–";

function signOf(value, text) {
    if (/^[0.,]*$/.test(text)) return "";
    return value < 0 ? "−" : "+";
}

export function count(value) {
    return whole.format(value);
}

/** An amount with its sign, in whole dollars: +$1,234. */
export function dollars(value) {
    if (value === null || value === undefined) return NOTHING;
    const text = whole.format(Math.abs(value));
    return `${signOf(value, text)}$${text}`;
}

/** An amount that has no sign to show. */
export function money(value) {
    return value === null || value === undefined ? NOTHING : `$${cents.format(value)}`;
}

/** An amount with its sign and cents. */
export function dollarsAndCents(value) {
    if (value === null || value === undefined) return NOTHING;
    const text = cents.format(Math.abs(value));
    return `${signOf(value, text)}$${text}`;
}

/** For axes and tiles: +$1.2K. */
export function shortDollars(value) {
    const text = compact.format(Math.abs(value));
    return `${signOf(value, text)}$${text}`;
}

/** A change in per cent with its sign. */
export function change(value, digits = 2) {
    if (value === null || value === undefined) return NOTHING;
    const text = Math.abs(value).toFixed(digits);
    return `${signOf(value, text)}${text}%`;
}

/** A difference of two shares in per cent, with its sign. */
export function points(value) {
    return value === null || value === undefined
        ? NOTHING : `${change(value).slice(0, -1)} points`;
}

/** A share in per cent. */
export function percent(value, digits = 1) {
    return value === null || value === undefined ? NOTHING : `${value.toFixed(digits)}%`;
}

export function ratio(value, digits = 2) {
    if (value === null || value === undefined) return NOTHING;
    const text = value.toFixed(digits);
    return (/[1-9]/.test(text) ? text : text.replace("-", "")).replace("-", "−");
}

/** A duration: 0.2s, 41s, 8m 45s, 2h 03m. */
export function duration(seconds) {
    if (seconds === null || seconds === undefined) return NOTHING;
    if (seconds < 10) return `${seconds.toFixed(1)}s`;
    const all = Math.round(seconds);
    if (all < 60) return `${all}s`;
    const [hours, minutes, rest] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
    if (hours === 0) return `${minutes}m ${String(rest).padStart(2, "0")}s`;
    return `${hours}h ${String(minutes).padStart(2, "0")}m`;
}

/** A duration as it is spoken. */
export function spokenDuration(seconds) {
    const all = Math.round(seconds);
    const parts = [[Math.floor(all / 3600), "hour"], [Math.floor(all / 60) % 60, "minute"],
        [all % 60, "second"]].filter(([number]) => number > 0).slice(0, 2);
    if (parts.length === 0) return "less than a second";
    return parts.map(([number, name]) => `${number} ${name}${number === 1 ? "" : "s"}`).join(" ");
}

/** A moment in the reader's own time. */
export function moment(iso) {
    return new Date(iso).toLocaleString(undefined, {
        year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });
}

export function bytes(value) {
    if (value === null || value === undefined) return NOTHING;
    if (value < 1024) return `${value} B`;
    return value < 1024 * 1024
        ? `${(value / 1024).toFixed(0)} KB` : `${(value / 1024 / 1024).toFixed(1)} MB`;
}

/** Names that are spelled with capitals. */
const CAPITALS = /\b(adx|atr|cci|cmf|ema|macd|mfi|rsi|sma|tema)\b/gi;

/** A name from the service as a title: bollinger_bands, insufficient_bars. */
export function words(name) {
    const text = String(name).replace(/_pct$/, ", %").replaceAll("_", " ");
    const title = text.charAt(0).toUpperCase() + text.slice(1);
    return title.replace(CAPITALS, (word) => word.toUpperCase());
}

/** A parameter with its value: period 20, position size 95%. */
export function setting(name, value) {
    const isPercent = name.endsWith("_pct");
    const text = words(isPercent ? name.slice(0, -4) : name).toLowerCase();
    return `${text} ${value}${isPercent ? "%" : ""}`.replaceAll("-", "−");
}

/** `gain`, `loss` or `even`, for a class. */
export function tone(value) {
    return value > 0 ? "gain" : value < 0 ? "loss" : "even";
}

/** Why a trade was left; what stands for nothing while it is open. */
export function exitWords({ exit, exit_line: line }) {
    return exit === "rule" ? `rule, line ${line}` : exit ?? NOTHING;
}
