// The tape, to travel on: every record of the scan from the first to the last, the profits and
// losses along it, and a head that can be put anywhere, moved and played.

import { note } from "./address.js";
import { drawStrip, STRIP_HEIGHT } from "./charts/tape-strip.js";
import { element, icon, setText } from "./element.js";
import { count, dollars, duration, words } from "./format.js";

const SPEEDS = [0.1, 1, 10, 100];

export class TapeScrubber {
    #recording;
    #canvas = element("canvas", { class: "strip", height: STRIP_HEIGHT, "aria-hidden": "true" });
    #range = element("input", {
        type: "range", min: 0, max: 0, step: 1, value: 0, "aria-label": "Record of the tape",
        on: { input: () => this.#moved() } });
    #play = element("button", { class: "round primary", "aria-keyshortcuts": "Space",
        on: { click: () => this.togglePlay() } });
    #speed = element("select", { "aria-label": "Speed", on: { change: () => this.#respeed() } },
        SPEEDS.map((speed) => element("option", { value: speed, selected: speed === 1 },
            `${speed}×`)));
    #place = element("output", { class: "place" });
    #end = element("button", { class: "quiet end", "aria-keyshortcuts": "End",
        on: { click: () => this.seek(null) } });
    #frame = null;
    #seconds = 0;
    #tickedAt = 0;
    #drawnKey = "";
    #onTheme = () => { this.#drawnKey = ""; this.#draw(); };

    constructor(recording) {
        this.#recording = recording;
        const step = (label, name, action, keys) => element("button", {
            class: "round quiet", "aria-label": label, title: label, "aria-keyshortcuts": keys,
            on: { click: action } }, icon(name));
        this.root = element("section", { class: "card tape", "aria-label": "Tape" },
            element("div", { class: "strip-frame" }, this.#canvas, this.#range),
            element("div", { class: "transport" },
                step("To the start", "first", () => this.seek(0), "Home"),
                step("One record back", "back", () => this.step(-1), "ArrowLeft"),
                this.#play,
                step("One record on", "on", () => this.step(1), "ArrowRight"),
                this.#speed, this.#place, this.#end));
        // The page's own keys do more than the slider's, and one of them is enough.
        this.#range.addEventListener("keydown", (event) => {
            if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
                event.preventDefault();
                this.#handleKey(event);
            }
        });
        addEventListener("themechange", this.#onTheme);
        this.#resizer = new ResizeObserver(this.#onTheme);
        this.#resizer.observe(this.#canvas);
        this.#showPlay();
    }

    #resizer;

    get isPlaying() {
        return this.#frame !== null;
    }

    seek(at) {
        this.#stop();
        this.#recording.seek(at);
        this.#note();
    }

    step(by) {
        this.seek(this.#recording.place + by);
    }

    setSpeed(index) {
        this.#speed.value = SPEEDS[index];
        this.#respeed();
    }

    togglePlay() {
        if (this.isPlaying) {
            this.#stop();
            return;
        }
        if (this.#recording.end < 0) return;
        if (this.#recording.place >= this.#recording.end) this.#recording.seek(0);
        this.#respeed();
        this.#frame = requestAnimationFrame(() => this.#tick());
        this.#showPlay();
    }

    close() {
        cancelAnimationFrame(this.#frame);
        removeEventListener("themechange", this.#onTheme);
        this.#resizer.disconnect();
    }

    show() {
        const { end, place, isAtEnd, latest, records } = this.#recording;
        this.#range.max = Math.max(0, end);
        if (Number(this.#range.value) !== place) this.#range.value = place;
        const record = records[place];
        if (record) {
            const text = placeText(this.#recording, record);
            setText(this.#place, text);
            this.#range.setAttribute("aria-valuetext", text);
        }
        setText(this.#end, latest.isFinished ? "End" : "Live");
        this.#end.classList.toggle("on", isAtEnd);
        this.#end.setAttribute("aria-pressed", isAtEnd);
        this.#draw();
    }

    #handleKey(event) {
        event.stopPropagation();
        if (event.key === "Home") this.seek(0);
        else if (event.key === "End") this.seek(null);
        else this.step((event.key === "ArrowLeft" ? -1 : 1) * (event.shiftKey ? 10 : 1));
    }

    #moved() {
        this.#stop();
        this.#recording.seek(Number(this.#range.value));
        this.#note();
    }

    #note() {
        note({ at: this.#recording.at });
    }

    #respeed() {
        this.#seconds = this.#recording.times[this.#recording.place] ?? 0;
        this.#tickedAt = performance.now();
    }

    #tick() {
        const now = performance.now();
        this.#seconds += ((now - this.#tickedAt) / 1000) * Number(this.#speed.value);
        this.#tickedAt = now;
        const at = Math.max(this.#recording.place, this.#recording.placeAt(this.#seconds));
        if (at >= this.#recording.end) {
            this.seek(null);
            return;
        }
        this.#recording.seek(at);
        this.#frame = requestAnimationFrame(() => this.#tick());
    }

    #stop() {
        if (!this.isPlaying) return;
        cancelAnimationFrame(this.#frame);
        this.#frame = null;
        this.#showPlay();
        this.#note();
    }

    #showPlay() {
        this.#play.replaceChildren(icon(this.isPlaying ? "pause" : "play"));
        this.#play.setAttribute("aria-label", this.isPlaying ? "Stop" : "Play the tape");
    }

    #draw() {
        const { end, place } = this.#recording;
        const width = this.#canvas.clientWidth;
        const key = `${end} ${place} ${width}`;
        if (key === this.#drawnKey || width === 0) return;
        this.#drawnKey = key;
        const scale = devicePixelRatio || 1;
        this.#canvas.width = width * scale;
        this.#canvas.height = STRIP_HEIGHT * scale;
        const context = this.#canvas.getContext("2d");
        context.scale(scale, scale);
        drawStrip(context, this.#recording, width);
    }
}

function placeText({ end, times, place }, record) {
    const what = record.result?.ticker ?? record.ticker;
    return `Record ${count(place)} of ${count(Math.max(0, end))} · ${duration(times[place])} · `
        + words(record.type) + (what ? ` ${what}` : "")
        + (record.result ? ` ${dollars(record.result.pnl)}` : "");
}
