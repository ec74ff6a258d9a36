// The bars of one stock with the columns of its strategy, its trades, its equity and the drawdown
// of it, on one axis of time that can be zoomed and moved by wheel, drag and keys.

import { element, setText } from "../element.js";
import { change, money, ratio } from "../format.js";
import { drawdowns } from "../statistics.js";
import { colour } from "../theme.js";
import { ColumnLegend } from "./column-legend.js";
import { drawOverPrices, drawPanel, drawStrip, stretched } from "./column-panes.js";
import { ColumnSet } from "./column-set.js";
import { drawEquity, drawFall } from "./equity-panes.js";
import { CanvasFrame } from "./frame.js";
import { drawCandles, drawGrid, drawTimes, extreme, pane } from "./panes.js";
import { TimeRange } from "./time-range.js";
import { drawTrades, placed } from "./trade-marks.js";

const RIGHT = 58;
/** The heights of the panes, and of what is between them, in pixels. */
const HEIGHTS = { price: 262, panel: 78, strip: 22, equity: 68, fall: 38, gap: 14, times: 22 };

export class CandleChart {
    #bars;
    #trades;
    #falls;
    #columns;
    #range;
    #cursor = null;
    #drag = null;
    #readout = element("p", { class: "readout" });
    /** What the keys read, for those who hear it. */
    #spoken = element("p", { class: "unseen", role: "status" });
    #legend;
    #places;

    constructor({ chart, trades }) {
        this.#bars = chart;
        this.#falls = drawdowns(chart.equity);
        this.#trades = placed(trades, chart.times);
        this.#range = new TimeRange(chart.times.length);
        this.#columns = new ColumnSet(chart.columns ?? []);
        this.#legend = new ColumnLegend(this.#columns, () => this.#layOut());
        this.frame = new CanvasFrame("candles", 430, (context, width) =>
            this.#draw(context, width));
        const { canvas } = this.frame;
        for (const [name, value] of Object.entries({
            role: "img", tabindex: 0, "data-keys": "", "aria-label": "Prices with trades, columns, "
                + "equity and drawdown; arrow keys read it, plus and minus zoom" })) {
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
                    ([name, length]) => element("button", { class: "quiet", on: { click: () => {
                        this.#range.showLast(length);
                        this.frame.draw();
                    } } }, name)))),
            this.#legend.root, canvas, this.#spoken);
        this.#layOut();
        this.#point(null);
    }

    /** Zooms to a trade. */
    showTrade(index) {
        const { entry, exit } = this.#trades[index];
        const middle = (entry + exit) / 2;
        const length = Math.max(60, (exit - entry) * 3);
        this.#range.set(middle - length / 2, middle + length / 2);
        this.#point(entry);
    }

    close() {
        this.frame.close();
    }

    #wheel(event) {
        event.preventDefault();
        if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
            this.#range.move((event.deltaX / this.frame.width) * this.#range.length);
        } else {
            this.#range.zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, this.#indexAt(event));
        }
        this.frame.draw();
    }

    #startDrag(event) {
        this.#drag = { x: event.clientX, from: this.#range.from, to: this.#range.to };
        this.frame.canvas.setPointerCapture(event.pointerId);
    }

    #move(event) {
        if (this.#drag) {
            const share = (this.#drag.x - event.clientX) / (this.frame.width - RIGHT);
            this.#range.move(share * this.#range.length, this.#drag);
        }
        this.#point(this.#indexAt(event));
    }

    #key(event) {
        const last = this.#range.count - 1;
        const actions = {
            "+": () => this.#range.zoom(1 / 1.5), "-": () => this.#range.zoom(1.5),
            ArrowLeft: () => this.#walk((this.#cursor ?? last + 1) - 1),
            ArrowRight: () => this.#walk((this.#cursor ?? -1) + 1),
            Home: () => this.#walk(0), End: () => this.#walk(last),
        };
        if (!actions[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        event.stopPropagation();
        actions[event.key]();
        this.frame.draw();
    }

    #walk(index) {
        const place = Math.max(0, Math.min(this.#range.count - 1, index));
        this.#range.include(place);
        this.#point(place);
        setText(this.#spoken, [`${this.#bars.times[place]}, close ${ratio(this.#bars.close[place])}`,
            this.#columns.valuesAt(place)].filter(Boolean).join(", "));
    }

    #indexAt(event) {
        const box = this.frame.canvas.getBoundingClientRect();
        const share = (event.clientX - box.left) / (box.width - RIGHT);
        const index = this.#range.from + Math.floor(share * this.#range.length);
        return Math.max(this.#range.from, Math.min(this.#range.to - 1, index));
    }

    #point(index) {
        this.#cursor = index;
        const at = index ?? this.#range.count - 1;
        const bars = this.#bars;
        const before = bars.close[at - 1];
        setText(this.#readout, `${bars.times[at]}  open ${ratio(bars.open[at])}  `
            + `high ${ratio(bars.high[at])}  low ${ratio(bars.low[at])}  `
            + `close ${ratio(bars.close[at])}`
            + (before ? ` (${change((bars.close[at] / before - 1) * 100)})` : "")
            + `  equity ${money(bars.equity[at])}  holding ${money(bars.benchmark[at])}`);
        this.#legend.show(at);
        this.frame.draw();
    }

    /** Gives every pane its place, from the top. */
    #layOut() {
        let top = 6;
        const place = (height, gap = HEIGHTS.gap) => {
            const found = [top, top + height];
            top += height + gap;
            return found;
        };
        const price = place(HEIGHTS.price);
        const strips = this.#columns.shown("truth").map((group) => [group, place(HEIGHTS.strip, 2)]);
        if (strips.length) top += HEIGHTS.gap;
        this.#places = {
            price, strips,
            panels: this.#columns.shown("own").map((group) => [group, place(HEIGHTS.panel)]),
            equity: place(HEIGHTS.equity), fall: place(HEIGHTS.fall, 4),
        };
        this.frame.height = top + HEIGHTS.times;
        this.frame.draw();
    }

    #draw(context, width) {
        const [range, bars, places] = [this.#range, this.#bars, this.#places];
        const room = width - RIGHT;
        const step = room / range.length;
        const x = (index) => (index - range.from + 0.5) * step;
        const over = this.#columns.shown("price");
        const [low, high] = stretched(extreme(bars.low, range, Math.min),
            extreme(bars.high, range, Math.max), over, range);
        const price = pane(places.price, low, high);
        drawGrid(context, price, room, (tick) => ratio(tick, high < 20 ? 2 : 0));
        context.save();
        context.beginPath();
        context.rect(0, 0, room, places.price[1] + 10);
        context.clip();
        drawCandles(context, bars, range, x, step, price.y);
        drawOverPrices(context, over, range, x, price.y);
        drawTrades(context, this.#trades, range, x, price.y);
        context.restore();
        for (const [group, place] of places.strips) drawStrip(context, group, place, range, x);
        for (const [group, place] of places.panels) {
            drawPanel(context, group, place, range, x, room);
        }
        drawEquity(context, bars.equity, bars.benchmark, places.equity, range, x, room);
        drawFall(context, this.#falls, places.fall, range, x, room);
        drawTimes(context, bars.times, range, x, this.frame.height);
        if (this.#cursor !== null && range.has(this.#cursor)) {
            context.fillStyle = colour("muted");
            context.fillRect(Math.round(x(this.#cursor)), 0, 1, places.fall[1]);
        }
    }
}
