// A tape as a strip: profits and losses along it, what went wrong, and where the head stands.

import { colour } from "../theme.js";

export const STRIP_HEIGHT = 64;

const MARKS = {
    stock_failed: "loss", stock_slow: "warn", scan_resumed: "accent", sweep_resumed: "accent",
    scan_cancelled: "loss", scan_failed: "loss", scan_paused: "warn", scan_interrupted: "loss",
};

/** Draws a recording as a strip of so many pixels. */
export function drawStrip(context, { records, pnls, end, place, latest }, width) {
    // The strip is as long as the tape will be, as far as that is known.
    const expected = latest.isFinished ? end
        : Math.max(end, latest.sweep ? recordsOf(latest, end) : latest.total + 2);
    const x = (seq) => 8 + (seq / Math.max(1, expected)) * (width - 16);
    const low = pnls.reduce((least, value) => Math.min(least, value), 0);
    const high = pnls.reduce((most, value) => Math.max(most, value), 0);
    const y = (value) => STRIP_HEIGHT - 12 - ((value - low) / (high - low || 1)) * (STRIP_HEIGHT - 22);
    const curve = new Path2D();
    const step = Math.max(1, Math.floor(pnls.length / width / 2));
    curve.moveTo(x(0), y(0));
    for (let seq = 0; seq <= end; seq += step) curve.lineTo(x(seq), y(pnls[seq]));
    if (end >= 0) curve.lineTo(x(end), y(pnls[end]));
    const area = new Path2D(curve);
    area.lineTo(x(Math.max(0, end)), y(0));
    area.closePath();
    for (const [from, to, alpha] of [[0, x(place), 1], [x(place), width, 0.35]]) {
        context.save();
        context.beginPath();
        context.rect(from, 0, to - from, STRIP_HEIGHT);
        context.clip();
        context.globalAlpha = 0.16 * alpha;
        context.fillStyle = colour("accent");
        context.fill(area);
        context.globalAlpha = alpha;
        context.strokeStyle = colour("accent");
        context.lineWidth = 1.5;
        context.stroke(curve);
        context.restore();
    }
    context.fillStyle = colour("line");
    context.fillRect(8, Math.round(y(0)), width - 16, 1);
    for (let seq = 0; seq <= end; seq += 1) {
        const mark = MARKS[records[seq].type];
        if (!mark) continue;
        context.fillStyle = colour(mark);
        context.fillRect(x(seq) - 1, STRIP_HEIGHT - 8, 2, 8);
    }
    context.fillStyle = colour("ink");
    context.fillRect(x(Math.max(0, place)) - 1, 2, 2, STRIP_HEIGHT - 4);
    context.beginPath();
    context.arc(x(Math.max(0, place)), 6, 4.5, 0, 2 * Math.PI);
    context.fill();
}

/** About how many records a sweep will have: as many for the trials to come as for those before. */
function recordsOf({ done, total }, end) {
    return done === 0 ? end + 2 : Math.round((end * total) / done) + 4;
}
