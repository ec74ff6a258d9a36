// The bars of one stock with its trades, its equity and the drawdown of it, on one axis of time
// that can be zoomed and moved by wheel, drag and keys.

import { element, setText } from "../element.js";
import { change, money, ratio } from "../format.js";
import { drawdowns } from "../statistics.js";
import { colour } from "../theme.js";
import { CanvasFrame } from "./frame.js";
import { curve, drawCandles, drawGrid, drawTimes, extreme, label, pane } from "./panes.js";
import { drawTrades } from "./trade-marks.js";

const RIGHT = 58;
const FEWEST = 20;
/** The panes, from the top: their heights in parts of the whole. */
const PANES = { price: [0, 0.62], equity: [0.65, 0.82], fall: [0.85, 0.95] };

export class CandleChart {
    #bars;
    #trades;
    #falls;
    #from = 0;
    #to;
    #cursor = null;
    #drag = null;
    #readout = element("p", { class: "readout" });

    constructor({ chart, trades }) {
        this.#bars = chart;
        this.#falls = drawdowns(chart.equity);
        this.#trades = placed(trades, chart.times);
        this.#to = chart.times.length;
        this.frame = new CanvasFrame("candles", 430, (context, width, height) =>
            this.#draw(context, width, height));
        const { canvas } = this.frame;
        for (const [name, value] of Object.entries({
            role: "img", tabindex: 0, "data-keys": "", "aria-label":
                "Prices with trades, equity and drawdown; arrow keys read it, plus and minus zoom" })) {
            canvas.setAttribute(name, value);
        }
        canvas.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
        canvas.addEventListener("pointerdown", (event) => this.#startDrag(event));
        canvas.addEventListener("pointermove", (event) => this.#move(event));
        canvas.addEventListener("pointerup", () => { this.#drag = null; });
        canvas.addEventListener("pointerleave", () => this.#point(null));
        canvas.addEventListener("keydown", (event) => this.#key(event));
        this.root = element("div", { class: "candle-frame" },
            element("div", { class: "candle-head" }, this.#readout,
                element("div", { class: "tools" }, [["3M", 63], ["1Y", 252], ["All", Infinity]].map(
                    ([name, length]) => element("button", {
                        class: "quiet", on: { click: () => this.#showLast(length) } }, name)))),
            canvas);
        this.#point(null);
    }

    /** Zooms to a trade. */
    showTrade(index) {
        const { entry, exit } = this.#trades[index];
        const middle = (entry + exit) / 2;
        const length = Math.max(60, (exit - entry) * 3);
        this.#setRange(middle - length / 2, middle + length / 2);
        this.#point(entry);
    }

    close() {
        this.frame.close();
    }

    #showLast(length) {
        this.#setRange(this.#bars.times.length - length, this.#bars.times.length);
    }

    #setRange(from, to) {
        const count = this.#bars.times.length;
        const length = Math.min(count, Math.max(FEWEST, to - from));
        const start = Math.max(0, Math.min(count - length, from));
        [this.#from, this.#to] = [Math.round(start), Math.round(start + length)];
        this.frame.draw();
    }

    #zoom(factor, around = (this.#from + this.#to) / 2) {
        const start = around - (around - this.#from) * factor;
        this.#setRange(start, start + (this.#to - this.#from) * factor);
    }

    #wheel(event) {
        event.preventDefault();
        if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
            const step = (event.deltaX / this.frame.width) * (this.#to - this.#from);
            this.#setRange(this.#from + step, this.#to + step);
        } else {
            this.#zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, this.#indexAt(event));
        }
    }

    #startDrag(event) {
        this.#drag = { x: event.clientX, from: this.#from, to: this.#to };
        this.frame.canvas.setPointerCapture(event.pointerId);
    }

    #move(event) {
        if (this.#drag) {
            const share = (this.#drag.x - event.clientX) / (this.frame.width - RIGHT);
            const step = share * (this.#drag.to - this.#drag.from);
            this.#setRange(this.#drag.from + step, this.#drag.to + step);
        }
        this.#point(this.#indexAt(event));
    }

    #key(event) {
        const last = this.#bars.times.length - 1;
        const actions = {
            "+": () => this.#zoom(1 / 1.5), "-": () => this.#zoom(1.5),
            ArrowLeft: () => this.#walk((this.#cursor ?? last + 1) - 1),
            ArrowRight: () => this.#walk((this.#cursor ?? -1) + 1),
            Home: () => this.#walk(0), End: () => this.#walk(last),
        };
        if (!actions[event.key]) return;
        event.preventDefault();
        event.stopPropagation();
        actions[event.key]();
    }

    #walk(index) {
        const place = Math.max(0, Math.min(this.#bars.times.length - 1, index));
        const length = this.#to - this.#from;
        if (place < this.#from) this.#setRange(place, place + length);
        if (place >= this.#to) this.#setRange(place + 1 - length, place + 1);
        this.#point(place);
    }

    #indexAt(event) {
        const box = this.frame.canvas.getBoundingClientRect();
        const share = (event.clientX - box.left) / (box.width - RIGHT);
        const index = this.#from + Math.floor(share * (this.#to - this.#from));
        return Math.max(this.#from, Math.min(this.#to - 1, index));
    }

    #point(index) {
        this.#cursor = index;
        const at = index ?? this.#bars.times.length - 1;
        const bars = this.#bars;
        const before = bars.close[at - 1];
        setText(this.#readout, `${bars.times[at]}  open ${ratio(bars.open[at])}  `
            + `high ${ratio(bars.high[at])}  low ${ratio(bars.low[at])}  `
            + `close ${ratio(bars.close[at])}`
            + (before ? ` (${change((bars.close[at] / before - 1) * 100)})` : "")
            + `  equity ${money(bars.equity[at])}`);
        this.frame.draw();
    }

    #draw(context, width, height) {
        const range = { from: this.#from, to: this.#to };
        const room = width - RIGHT;
        const step = room / (range.to - range.from);
        const x = (index) => (index - range.from + 0.5) * step;
        context.save();
        const low = extreme(this.#bars.low, range, Math.min);
        const high = extreme(this.#bars.high, range, Math.max);
        const price = pane(PANES.price, height, low, high);
        drawGrid(context, price, room, (tick) => ratio(tick, high < 20 ? 2 : 0));
        drawCandles(context, this.#bars, range, x, step, price.y);
        context.save();
        context.beginPath();
        context.rect(0, 0, room, PANES.price[1] * height + 10);
        context.clip();
        drawTrades(context, this.#trades, range, x, price.y);
        context.restore();
        this.#drawEquity(context, range, x, room, height);
        this.#drawFall(context, range, x, room, height);
        drawTimes(context, this.#bars.times, range, x, height);
        if (this.#cursor !== null && this.#cursor >= range.from && this.#cursor < range.to) {
            context.fillStyle = colour("muted");
            context.fillRect(Math.round(x(this.#cursor)), 0, 1, height * PANES.fall[1]);
        }
        context.restore();
    }

    #drawEquity(context, range, x, room, height) {
        const values = this.#bars.equity;
        const equity = pane(PANES.equity, height, extreme(values, range, Math.min),
            extreme(values, range, Math.max));
        drawGrid(context, equity, room, (tick) => `$${(tick / 1000).toFixed(1)}K`, 2);
        context.strokeStyle = colour("accent");
        context.lineWidth = 1.6;
        context.stroke(curve(values, range, x, equity.y));
        label(context, "Equity", equity.top);
    }

    #drawFall(context, range, x, room, height) {
        const deepest = Math.min(-1, extreme(this.#falls, range, Math.min));
        const fall = pane(PANES.fall, height, deepest, 0);
        drawGrid(context, fall, room, (tick) => `${tick.toFixed(0)}%`.replace("-", "−"), 1);
        const path = curve(this.#falls, range, x, fall.y);
        path.lineTo(x(range.to - 1), fall.y(0));
        path.lineTo(x(range.from), fall.y(0));
        context.globalAlpha = 0.45;
        context.fillStyle = colour("loss");
        context.fill(path);
        context.globalAlpha = 1;
        label(context, "Drawdown", fall.top);
    }
}

/** Trades with the places of their bars. */
function placed(trades, times) {
    const places = new Map(times.map((time, index) => [time, index]));
    return trades.map((trade) => ({
        ...trade, entry: places.get(trade.entry_time) ?? 0,
        exit: trade.exit_time === null
            ? times.length - 1 : places.get(trade.exit_time) ?? times.length - 1 }));
}
