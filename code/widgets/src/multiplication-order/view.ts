/** Draws both orders: each multiplication as a square whose area is its cost. */
import { Picture } from "../kit/axes.ts";
import { choice, make, svg } from "../kit/dom.ts";
import type { Controls, View } from "../kit/element.ts";
import { shown } from "../kit/format.ts";
import { Readout } from "../kit/readout.ts";
import { Sketch, type Point } from "../kit/sketch.ts";
import { Slider, type SliderShape } from "../kit/slider.ts";
import { EXAMPLES, LARGEST, type Action, type Derived, type State, type Way } from "./model.ts";

const SIZE: SliderShape = { min: 0, max: 6, step: 0.05, marks: [] };
const NAMES = ["n, rows of A", "m, A to B", "p, B to C", "q, columns of C"];
const OWN = "own";
const TALLEST = 168;
/** A square smaller than this is drawn as a dot of this size, and says so. */
const SMALLEST = 2;
const LABEL = 68;

export function view({ send, release, signal }: Controls<State, Action>): View<State, Derived> {
  const looks = {
    cheap: svg("path", { class: "block-cheap" }), dear: svg("path", { class: "block-dear" }), same: svg("path", { class: "block-same" }),
    name: svg("text", { class: "way-name halo" }), text: svg("text", { class: "halo" }), good: svg("text", { class: "good-name halo" }),
    ground: svg("path", { class: "ground" }),
  };
  const picture = new Picture("blocks", 0);
  const sketch = new Sketch(picture, Object.values(looks), signal);
  const sliders = NAMES.map((name, index) => new Slider({
    name, says: (value) => value.toLocaleString("en-US"), shown: String,
    position: Math.log10, value: (position) => Math.min(LARGEST, Math.round(Number((10 ** position).toPrecision(2)))),
    accepts: (value) => Number.isInteger(value) && value >= 1 && value <= LARGEST, wanted: "A whole number from 1 to 1000000",
    change: (size, held) => send({ type: "size", index, size }, held ? name : ""), end: release,
  }, signal));
  const examples = choice("Example", { ...Object.fromEntries(Object.entries(EXAMPLES).map(([name, { title }]) => [name, title])), [OWN]: "your own" }, (name) => {
    const found = EXAMPLES[name];
    if (found) send({ type: "sizes", sizes: found.sizes });
  }, signal);
  const readout = new Readout([{ name: "(AB)C, flops", role: "output" }, { name: "A(BC), flops", role: "output" }, { name: "ratio", role: "step" }]);
  readout.element.classList.add("three");

  return {
    stage: make("div", "", picture.box, readout.element),
    controls: make("div", "controls-grid", make("div", "fields", examples.label), ...sliders.map(({ element }) => element)),
    buttons: [],
    draw(_, shape, width) {
      const height = TALLEST + 78;
      picture.size(width, height);
      sketch.size(width, height, [0, 0, width, height]);
      sketch.draw(() => paint(shape, width));
    },
    tell(now, shape) {
      readout.draw([shown(shape.left.total), shown(shape.right.total), `${shown(shape.ratio)}×`]);
      sliders.forEach((slider, i) => slider.draw(now.sizes[i] as number, SIZE));
      examples.draw(Object.entries(EXAMPLES).find(([, { sizes }]) => sizes.every((size, i) => size === now.sizes[i]))?.[0] ?? OWN);
    },
  };

  function paint({ left, right, cheaper }: Derived, width: number): void {
    const half = width / 2;
    const most = Math.max(...[left, right].flatMap(({ steps }) => steps.map((cost) => cost.flops)));
    const side = (flops: number): number => Math.sqrt(flops / most);
    // One scale for all four: the widest pair fits its half, the tallest square the height.
    const gap = 26;
    const widest = Math.max(...[left, right].map(({ steps: [one, two] }) => side(one.flops) + side(two.flops)));
    const seconds = Math.max(...[left, right].map(({ steps: [, two] }) => side(two.flops)));
    const unit = Math.min(TALLEST, (half - gap - 12) / widest, (half - LABEL - 12) / seconds);
    const ground = TALLEST + 30;
    if (width > 400) sketch.words(looks.text, "area: flops", [width - 2, 18], "end");
    for (const [k, way] of ([left, right] as Way[]).entries()) {
      const good = cheaper === (k ? "right" : "left");
      const look = cheaper === "neither" ? looks.same : good ? looks.cheap : looks.dear;
      const from = k * half + 1;
      sketch.words(looks.name, way.name, [from, 18]);
      if (good) sketch.words(looks.good, "cheaper", [from + 62, 18]);
      sketch.lines(looks.ground, [[[from, ground], [from + half - 12, ground]]]);
      let x = from;
      way.steps.forEach((cost, i) => {
        const long = Math.max(SMALLEST, side(cost.flops) * unit);
        const box: Point[] = [[x, ground], [x, ground - long], [x + long, ground - long], [x + long, ground]];
        sketch.area(look, box);
        sketch.lines(look, [[...box, box[0] as Point]]);
        // A label without room on its right ends where the half ends.
        const end = x + LABEL > from + half;
        const words = (text: string, y: number): void => sketch.words(looks.text, text, [end ? from + half - 12 : x, y], end ? "end" : "start");
        words(i ? `then ${k ? "A · it" : "it · C"}` : `first ${cost.name}`, ground + 18);
        words(shown(cost.flops), ground + 35);
        x += Math.max(long + gap, LABEL); // or its label would run into the next
      });
    }
  }
}
