// A canvas that is as sharp as the screen and drawn again when its size or the theme changes.

import { element } from "../element.js";

export class CanvasFrame {
    #draw;
    #observer;
    #onTheme = () => this.draw();

    constructor(className, height, draw) {
        this.#draw = draw;
        this.height = height;
        this.canvas = element("canvas", { class: className });
        // What draws may itself change sizes, which an observer must not do at once.
        this.#observer = new ResizeObserver(() => requestAnimationFrame(() => this.draw()));
        this.#observer.observe(this.canvas);
        addEventListener("themechange", this.#onTheme);
    }

    get width() {
        return this.canvas.clientWidth;
    }

    draw() {
        if (this.width === 0) return;
        const scale = devicePixelRatio || 1;
        const [width, height] = [Math.round(this.width * scale), Math.round(this.height * scale)];
        if (this.canvas.width !== width) this.canvas.width = width;
        if (this.canvas.height !== height) this.canvas.height = height;
        this.canvas.style.height = `${this.height}px`;
        const context = this.canvas.getContext("2d");
        context.setTransform(scale, 0, 0, scale, 0, 0);
        context.clearRect(0, 0, this.width, this.height);
        this.#draw(context, this.width, this.height);
    }

    close() {
        this.#observer.disconnect();
        removeEventListener("themechange", this.#onTheme);
    }
}

/** Calls back with the width of an element, now and whenever it is another. */
export function onWidth(node, call) {
    let known = 0;
    new ResizeObserver(() => {
        if (Math.round(node.clientWidth) === known) return;
        known = Math.round(node.clientWidth);
        requestAnimationFrame(() => call(known));
    }).observe(node);
}

/** The font of what is written on a canvas. */
export const font = (size, weight = 400) => `${weight} ${size}px ui-sans-serif, system-ui, sans-serif`;
